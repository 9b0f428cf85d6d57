// formats.h -- checked text: what is a well-formed email, domain, phone, url, country (language.md section 3).
//
// Every function takes trimmed text and allocates nothing.
#pragma once
#include "base/text.h"

bool email_valid(Text t);
bool domain_valid(Text t);
bool phone_valid(Text t);
bool url_valid(Text t);
// What phones compare by: `+` when there is one, and the digits, without the extension. Gives the size, 0 when not a phone.
#define PHONE_KEY_BYTES 16
uint32_t phone_key(Text t, char out[PHONE_KEY_BYTES]);
// The two-letter code ("US") of a code of two or three letters or an English name; NULL when it is no country. Compares as
// `is` does for ASCII; `t` may have any case, inner white space and diacritics ("Côte d'Ivoire"). Static text of two bytes.
const char *country_code(Text t);
// The part after the last @ of an email or text, or the host of a url (with or without http://), in the text itself; size
// 0 when there is none in it. A text without @ that is itself a domain or url gives its domain.
Text domain_in(Text t);
Text local_part_of(Text email);                 // before the @; size 0 when there is no @
// normal_email: lower case, +tag dropped. `out` has room for t.size bytes; gives the size; 0 when `t` is no email.
uint32_t normal_email(Text t, char *out);
// normal_company: folded, punctuation dropped, legal suffixes (Inc, LLC, GmbH, Ltd, SA, AG, BV, Co, ...) dropped from the
// end, blanks collapsed. In the arena. What nothing would be left of keeps its words.
Text normal_company(Arena *arena, Text t);
