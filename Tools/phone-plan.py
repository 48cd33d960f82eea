"""Writes Sources/Indicators/PhonePlan+Table.swift from libphonenumber's metadata.

    pip install phonenumbers==9.0.43 && python3 Tools/phone-plan.py > Sources/Indicators/PhonePlan+Table.swift

One row per country calling code: the national patterns of every type of number, of every region that shares the code.
"""
from importlib.metadata import version

from phonenumbers import PhoneMetadata
from phonenumbers.data import _COUNTRY_CODE_TO_REGION_CODE as REGIONS

TYPES = "fixed_line mobile toll_free premium_rate shared_cost personal_number voip pager uan voicemail".split()
WIDTH = 132
print(f'''extension PhonePlan {{
    /// National numbers by country calling code: one row each, `code pattern|pattern|…` (groups, alternatives, classes, `\\d`, counts).
    ///
    /// Source: libphonenumber's metadata (Apache License 2.0), as published in phonenumbers {version("phonenumbers")}; written by
    /// `Tools/phone-plan.py`, not by hand.
    static let table = #"""''')
for code, regions in sorted(REGIONS.items()):
    patterns = []
    for region in regions:
        nowhere = region == "001"
        data = PhoneMetadata.metadata_for_nongeo_region(code, None) if nowhere else PhoneMetadata.metadata_for_region(region, None)
        for kind in TYPES:
            pattern = getattr(data, kind) and getattr(data, kind).national_number_pattern
            if pattern and pattern != "NA" and pattern not in patterns:
                patterns.append(pattern)
    row = f"{code} {'|'.join(patterns)}"
    while len(row) > WIDTH - 10:
        print("        " + row[:WIDTH - 10] + "\\#")
        row = row[WIDTH - 10:]
    print("        " + row)
print('''        """#
}''')
