#include "mirob_resources.h"

// The resources are C23; clang knows it under every standard and says so once a file.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t lexicon[] = {
#embed "lexicon.bin" suffix(,)
    0};
const size_t mirob_lexicon_size = sizeof(lexicon) - 1;

static const uint8_t langid[] = {
#embed "langid.bin" suffix(,)
    0};
const size_t mirob_langid_size = sizeof(langid) - 1;

const uint8_t *mirob_lexicon_data(void) { return lexicon; }
const uint8_t *mirob_langid_data(void) { return langid; }
