/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mediatype.h"

#include "chars.h"
#include "params.h"

/* m-type SLASH m-subtype; the tokens may be empty. False where there is no slash behind the first. */
static bool read_pair(struct slice *rest, struct slice *type, struct slice *subtype)
{
    skip_lws(rest);
    *type = slice_of(rest->at, span(*rest, C_TOKEN));
    *rest = slice_from(*rest, type->len);
    skip_lws(rest);
    if (rest->len == 0 || rest->at[0] != '/')
        return false;
    *rest = slice_from(*rest, 1);
    skip_lws(rest);
    *subtype = slice_of(rest->at, span(*rest, C_TOKEN));
    *rest = slice_from(*rest, subtype->len);
    return true;
}

static struct slice unquoted(struct slice value)
{
    bool quoted = value.len >= 2 && value.at[0] == '"' && value.at[value.len - 1] == '"';
    return quoted ? slice_of(value.at + 1, value.len - 2) : value;
}

static void read_params(struct media_type *mt, struct slice *rest)
{
    struct param param;
    struct flaw flaw = {0};

    while (param_next(rest, &param, &flaw)) {
        if (flaw.what)
            flaw_set_weight(&mt->flaw, param.name.len ? flaw.weight : FLAW_MILD, flaw.where, flaw.what);
        else if (!param.value.at)
            flaw_set_mild(&mt->flaw, param.whole, "a parameter without a value");
        if (!mt->boundary.at && param.value.at && slice_is_nocase(param.name, "boundary"))
            mt->boundary = unquoted(param.value);
        flaw = (struct flaw){0};
    }
    if (flaw.what)
        flaw_set(&mt->flaw, flaw.where, flaw.what);
}

/* What stands behind a comma: another type, or a comma that a value should have had in quotation marks. */
static void second_type(struct media_type *mt, struct slice comma)
{
    struct slice rest = slice_from(comma, 1), type, subtype;

    if (read_pair(&rest, &type, &subtype) && type.len && subtype.len)
        flaw_set(&mt->flaw, slice_between(type.at, slice_end(subtype)), "a second type");
    else
        flaw_set_mild(&mt->flaw, slice_of(comma.at, 1), "a comma outside quotation marks");
}

void media_type_parse(struct media_type *mt, struct slice text)
{
    struct slice rest = text;
    bool pair;

    memset(mt, 0, sizeof *mt);
    pair = read_pair(&rest, &mt->type, &mt->subtype);
    if (text.len == 0)
        flaw_set(&mt->flaw, text, "no value");
    else if (!pair)
        flaw_set(&mt->flaw, text, "no '/' behind a type");
    else if (mt->type.len == 0)
        flaw_set(&mt->flaw, text, "no type in front of the '/'");
    else if (mt->subtype.len == 0)
        flaw_set(&mt->flaw, text, "no subtype behind the '/'");
    else if (slice_is(mt->type, "*") || slice_is(mt->subtype, "*"))
        flaw_set(&mt->flaw, slice_between(mt->type.at, slice_end(mt->subtype)), "a wildcard where a type is due");
    if (mt->flaw.what)
        return;
    read_params(mt, &rest);
    if (rest.len && rest.at[0] == ',')
        second_type(mt, rest);
}

bool media_type_is(const struct media_type *mt, const char *type, const char *subtype)
{
    return slice_is_nocase(mt->type, type) && (!subtype || slice_is_nocase(mt->subtype, subtype));
}
