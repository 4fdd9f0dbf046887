#!/usr/bin/env python3
"""Looks into the static libraries of the XCFramework: inspect_apple.py XCFRAMEWORK LIBSYSTEM.TBD

Every member states its platform and a minimum OS that is no newer than the package's; uniffi's
functions are exported; what is undefined is the system's: libSystem, Security, CoreFoundation.
"""

import plistlib
import re
import subprocess
import sys
from pathlib import Path

LLVM = "/usr/lib/llvm-22/bin/"
# As Mach-O numbers them; and the oldest system that the package promises.
PLATFORMS = {("ios", None): ("2", 15), ("ios", "simulator"): ("7", 15), ("macos", None): ("1", 12)}
FRAMEWORKS = re.compile(r"_(k?Sec|k?SSL|k?CF|__CF)")
ARCHITECTURE = {"arm64": "arm64", "x86_64": "x86_64"}


def said(*command):
    """What one of LLVM's programs prints."""
    program, *rest = command
    return subprocess.run(
        [LLVM + program, *rest], check=True, capture_output=True, text=True
    ).stdout


def members(library, architecture):
    """Each member's name, platform and oldest system."""
    text = said("llvm-objdump", "--macho", "--private-headers", f"--arch={architecture}", library)
    for part in re.split(r"^(?=\S.*\(.*\).*:$)", text, flags=re.MULTILINE):
        title = part.split("\n", 1)[0]
        if "Mach header" not in part:
            continue
        build = re.search(r"cmd LC_BUILD_VERSION\n.*\n\s+platform (\S+)\n.*\n?\s+minos (\d+)", part)
        old = re.search(r"cmd LC_VERSION_MIN_(\w+)\n.*\n\s+version (\d+)", part)
        if build:
            yield title, build[1], int(build[2])
        elif old:
            yield title, {"IPHONEOS": "2", "MACOSX": "1"}[old[1]], int(old[2])
        else:
            yield title, None, None


def symbols(library, architecture):
    """Names that are defined for others, and names that are defined nowhere in the library."""
    defined, undefined = set(), set()
    text = said("llvm-nm", "--no-llvm-bc", "--quiet", f"--arch={architecture}", library)
    for line in text.splitlines():
        found = re.fullmatch(r"(?:[0-9a-f]+)? *([A-Za-z]) (\S+)", line.strip())
        if not found:
            continue
        if found[1] == "U":
            undefined.add(found[2])
        elif found[1].isupper():
            defined.add(found[2])
    return defined, undefined - defined


def complaints(framework, system):
    """Everything that is not as it should be; prints what there is."""
    about = plistlib.loads((framework / "Info.plist").read_bytes())
    names = {"PLATFORM_IOS": "2", "IOS": "2", "MACOS": "1", "IOSSIMULATOR": "7"}
    for entry in about["AvailableLibraries"]:
        library = str(framework / entry["LibraryIdentifier"] / entry["LibraryPath"])
        key = entry["SupportedPlatform"], entry.get("SupportedPlatformVariant")
        platform, limit = PLATFORMS[key]
        for architecture in entry["SupportedArchitectures"]:
            what = f"{entry['LibraryIdentifier']} {architecture}"
            found = list(members(library, architecture))
            for title, said_platform, oldest in found:
                said_platform = names.get(str(said_platform).upper(), said_platform)
                if said_platform != platform or oldest is None or oldest > limit:
                    yield f"{what}: {title} is for platform {said_platform} from {oldest}"
            defined, undefined = symbols(library, architecture)
            exported = {one for one in defined if re.match(r"_(uniffi|ffi)_venice_keys", one)}
            foreign = {one for one in undefined - system if not FRAMEWORKS.match(one)}
            if not found or len(exported) < 20:
                yield f"{what}: {len(found)} members, {len(exported)} functions for Swift"
            for one in sorted(foreign):
                yield f"{what}: {one} is no system's"
            oldest = sorted({f"{one[2]}" for one in found})
            print(
                f"{what}: {len(found)} members from {' and '.join(oldest)}, {len(exported)} "
                f"functions for Swift, {len(undefined)} of the system's"
            )


def main(framework, libsystem):
    """Prints what was found; fails if it isn't right."""
    text = Path(libsystem).read_text(encoding="utf-8")
    system = set(re.findall(r"_[\w$.]+", text)) | {"dyld_stub_binder"}
    found = list(complaints(Path(framework), system))
    print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
