#include "mirob_resources.h"

const uint8_t mirob_lexicon[] = {
#embed "lexicon.bin" suffix(,)
    0};
const size_t mirob_lexicon_size = sizeof(mirob_lexicon) - 1;

const uint8_t mirob_langid[] = {
#embed "langid.bin" suffix(,)
    0};
const size_t mirob_langid_size = sizeof(mirob_langid) - 1;
