#ifndef MIROB_RESOURCES_H
#define MIROB_RESOURCES_H
#include <stddef.h>
#include <stdint.h>
// The compiled lexicon (`mirob lexicon compile`) and the language model (`mirob-train langid`), embedded in the binary.
const uint8_t *mirob_lexicon_data(void);
extern const size_t mirob_lexicon_size;
const uint8_t *mirob_langid_data(void);
extern const size_t mirob_langid_size;
#endif
