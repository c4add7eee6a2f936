// SPDX-License-Identifier: GPL-2.0-or-later
// A user agent server on Sofia-SIP that answers everything by itself: sofia_uas URL. What Sofia refuses, it refuses
// before it comes here; credentials go through Sofia's own authentication module.
typedef struct Agent Agent;
#define NUA_MAGIC_T Agent
#include <sofia-sip/auth_module.h>
#include <sofia-sip/auth_plugin.h>
#include <sofia-sip/nua.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_status.h>
#include <sofia-sip/su.h>

struct Agent {
    su_root_t *root;
    nua_t *nua;
    auth_mod_t *credentials;
};

static const auth_challenger_t challenger = {401, "Unauthorized", sip_www_authenticate_class,
                                             sip_authentication_info_class};

// Whether the request was answered for its credentials.
static int refused(Agent *self, nua_handle_t *handle, const sip_t *sip)
{
    su_home_t home[1] = {SU_HOME_INIT(home)};
    auth_status_t *status;
    int answered = 0;

    if (!sip->sip_authorization) {
        return 0;
    }
    su_home_init(home);
    status = auth_status_new(home);
    status->as_method = sip->sip_request->rq_method_name;
    status->as_uri = url_as_string(home, sip->sip_request->rq_url);
    status->as_realm = "example.com";
    auth_mod_verify(self->credentials, status, sip->sip_authorization, &challenger);
    if (status->as_status >= 300) {
        nua_respond(handle, status->as_status, status->as_phrase, NUTAG_WITH_THIS(self->nua),
                    SIPTAG_HEADER((sip_header_t *)status->as_response), TAG_END());
        answered = 1;
    }
    su_home_deinit(home);
    return answered;
}

static void on_event(nua_event_t event, int status, char const *phrase, nua_t *nua, Agent *self, nua_handle_t *handle,
                     nua_hmagic_t *magic, sip_t const *sip, tagi_t tags[])
{
    (void)phrase, (void)magic, (void)tags;
    if (event == nua_i_terminated) {
        nua_handle_destroy(handle);
        return;
    }
    // A status below 200 means that Sofia has left the answer to us.
    if (!sip || !sip->sip_request || status >= 200) {
        return;
    }
    if (refused(self, handle, sip)) {
        return;
    }
    switch (event) {
    case nua_i_invite:
        nua_respond(handle, SIP_200_OK, SOATAG_AUDIO_AUX("telephone-event"),
                    SOATAG_USER_SDP_STR("c=IN IP4 127.0.0.1\r\nm=audio 40002 RTP/AVP 0\r\n"), TAG_END());
        break;
    case nua_i_subscribe:
        nua_respond(handle, SIP_200_OK, NUTAG_WITH_THIS(nua), NUTAG_SUBSTATE(nua_substate_active), TAG_END());
        break;
    case nua_i_ack:
    case nua_i_active:
    case nua_i_state:
    case nua_i_cancel: break;
    default: nua_respond(handle, SIP_200_OK, NUTAG_WITH_THIS(nua), TAG_END());
    }
}

int main(int argc, char *argv[])
{
    Agent self = {NULL, NULL, NULL};

    if (argc != 2 || su_init() < 0 || !(self.root = su_root_create(NULL))) {
        return 2;
    }
    self.credentials = auth_mod_create(self.root, AUTHTAG_METHOD("Digest"), AUTHTAG_REALM("example.com"),
                                       AUTHTAG_QOP("auth"), TAG_END());
    self.nua = nua_create(self.root, on_event, &self, NUTAG_URL(argv[1]), NUTAG_ENABLEMESSAGE(1), NUTAG_AUTOALERT(0),
                          NUTAG_ALLOW("INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, SUBSCRIBE, NOTIFY, REFER, PUBLISH, "
                                      "PRACK, MESSAGE, UPDATE, INFO"),
                          NUTAG_APPL_METHOD("REGISTER, PUBLISH, OPTIONS, MESSAGE, SUBSCRIBE, REFER"),
                          NUTAG_ALLOW_EVENTS("presence"), SIPTAG_SUPPORTED_STR("100rel, timer, replaces"), TAG_END());
    if (!self.credentials || !self.nua) {
        return 1;
    }
    su_root_run(self.root);
    return 0;
}
