// SPDX-License-Identifier: GPL-2.0-or-later
import java.util.Properties;
import javax.sip.*;
import javax.sip.header.*;
import javax.sip.message.*;

/** A user agent server on JAIN-SIP that answers 200 to everything it is shown: JainUas PORT. */
public class JainUas implements SipListener {
    private final SipProvider udp, tcp;
    private final MessageFactory messages;
    private final HeaderFactory headers;
    private final Header contact;

    private JainUas(int port) throws Exception {
        SipFactory factory = SipFactory.getInstance();
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "uas");
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        SipStack stack = factory.createSipStack(properties);
        messages = factory.createMessageFactory();
        headers = factory.createHeaderFactory();
        contact = headers.createContactHeader(
                factory.createAddressFactory().createAddress("<sip:bob@127.0.0.1:" + port + ">"));
        udp = stack.createSipProvider(stack.createListeningPoint("127.0.0.1", port, "udp"));
        tcp = stack.createSipProvider(stack.createListeningPoint("127.0.0.1", port, "tcp"));
        udp.addSipListener(this);
        tcp.addSipListener(this);
    }

    public void processRequest(RequestEvent event) {
        Request request = event.getRequest();
        if (request.getMethod().equals(Request.ACK)) {
            return;
        }
        try {
            Response response = messages.createResponse(200, request);
            ((ToHeader) response.getHeader(ToHeader.NAME)).setTag("jain");
            if (request.getMethod().equals(Request.INVITE)) {
                response.addHeader(contact);
            }
            ((SipProvider) event.getSource()).sendResponse(response);
        } catch (Exception problem) {
            problem.printStackTrace();
        }
    }

    public void processResponse(ResponseEvent event) {}
    public void processTimeout(TimeoutEvent event) {}
    public void processIOException(IOExceptionEvent event) {}
    public void processTransactionTerminated(TransactionTerminatedEvent event) {}
    public void processDialogTerminated(DialogTerminatedEvent event) {}

    public static void main(String[] arguments) throws Exception {
        new JainUas(Integer.parseInt(arguments[0]));
        Thread.currentThread().join();
    }
}
