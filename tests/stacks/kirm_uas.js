// SPDX-License-Identifier: GPL-2.0-or-later
// A server on the npm package "sip" that answers 200 to everything it is shown: kirm_uas.js PORT
const sip = require("sip");
const port = Number(process.argv[2]);

sip.start({ address: "127.0.0.1", port, logger: { error: console.error } }, (request) => {
  if (request.method === "ACK") return;
  const response = sip.makeResponse(request, 200, "OK");
  response.headers.to.params.tag = "kirm";
  if (request.method === "INVITE") response.headers.contact = [{ uri: `sip:bob@127.0.0.1:${port}` }];
  sip.send(response);
});
