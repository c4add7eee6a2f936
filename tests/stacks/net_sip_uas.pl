# SPDX-License-Identifier: GPL-2.0-or-later
# A server on Perl's Net::SIP that answers 200 to everything it is shown: net_sip_uas.pl PORT
use strict;
use warnings;
use Net::SIP;
use Net::SIP::Leg;

my ($port) = @ARGV;
my $loop = Net::SIP::Dispatcher::Eventloop->new;
my @legs = map { Net::SIP::Leg->new(addr => '127.0.0.1', port => $port, proto => $_) } qw(udp tcp);
my $dispatcher = Net::SIP::Dispatcher->new(\@legs, $loop);
my $registrar = Net::SIP::Registrar->new(dispatcher => $dispatcher, domain => '127.0.0.1');
my $serve = sub {
    my ($packet, $leg, $from) = @_;
    return if $packet->is_response || $packet->method eq 'ACK';
    return if $packet->method eq 'REGISTER' && $registrar->receive($packet, $leg, $from);
    my %more = $packet->method eq 'INVITE' ? (contact => "sip:bob\@127.0.0.1:$port") : ();
    $dispatcher->deliver($packet->create_response(200, 'OK', \%more), leg => $leg, dst_addr => $from);
};
$dispatcher->set_receiver(sub { eval { $serve->(@_); 1 } or warn $@ });
$loop->loop;
