-- SPDX-License-Identifier: GPL-2.0-or-later
-- What people write in an afternoon: a post-dissector that pairs requests and responses by Call-ID, CSeq and branch, and
-- nothing else. `sippair.bad` marks a final response of 400 and above. What it costs is held against the plugin.

local pair = Proto("sippair", "SIP pairs")
local request_in = ProtoField.framenum("sippair.request_in", "Request in", base.NONE, frametype.REQUEST)
local response_in = ProtoField.framenum("sippair.response_in", "Response in", base.NONE, frametype.RESPONSE)
local response_time = ProtoField.double("sippair.response_time", "Response time")
local bad = ProtoField.bool("sippair.bad", "Bad")
pair.fields = { request_in, response_in, response_time, bad }

local method = Field.new("sip.Method")
local status = Field.new("sip.Status-Code")
local call_id = Field.new("sip.Call-ID")
local number = Field.new("sip.CSeq.seq")
local cseq_method = Field.new("sip.CSeq.method")
local branch = Field.new("sip.Via.branch")

local open = {}  -- key -> {frame, time} of the request
local links = {} -- frame -> {its request, its response, seconds, bad}

function pair.init()
    open, links = {}, {}
end

local function learn(frame, time)
    local key = table.concat({ tostring(call_id() or ""), tostring(number() or ""), tostring(cseq_method() or ""),
        tostring(branch() or "") }, "\0")
    local asked = open[key]
    if method() then
        open[key] = asked or { frame, time }
    elseif status() and asked and status().value >= 200 then
        local code = status().value
        links[frame] = { asked[1], nil, time - asked[2], code >= 400 }
        links[asked[1]] = links[asked[1]] or { nil, frame }
    end
end

function pair.dissector(buffer, pinfo, tree)
    if not pinfo.visited and call_id() then
        learn(pinfo.number, pinfo.abs_ts)
    end
    local link = links[pinfo.number]
    if not link then
        return
    end
    local item = tree:add(pair)
    if link[1] then
        item:add(request_in, link[1])
        item:add(response_time, link[3])
    end
    if link[2] then
        item:add(response_in, link[2])
    end
    if link[4] then
        item:add(bad, true)
    end
end

register_postdissector(pair)
