#!/bin/sh
# Makes the programs that README.md lists, beside this file.
set -e
cd "$(dirname "$0")"

build() {
  out=$1
  shift
  gcc -O2 -g -ffile-prefix-map="$PWD"=/sample -nostdlib -static -fno-pic -no-pie -ffreestanding \
    -fno-asynchronous-unwind-tables -Wl,-z,noseparate-code -Wl,--build-id=sha1 "$@" -o "$out"
  objcopy -R .comment -R .note.gnu.property "$out"
}

build v4.elf -gdwarf-4 first.c second.c
build v5.elf -gdwarf-5 first.c second.c
build wide4.elf -gdwarf-4 -gdwarf64 first.c second.c
# The assembler of 2.40 writes wrong line tables of DWARF 5 in the 64-bit format: the compiler has to.
build wide5.elf -gdwarf-5 -gdwarf64 -gno-as-loc-support first.c second.c
objcopy --compress-debug-sections=zlib v5.elf zlib.elf
objcopy --compress-debug-sections=zstd v5.elf zstd.elf
objcopy --compress-debug-sections=zlib-gnu v5.elf gnu.elf
build module.o -gdwarf-5 -r first.c second.c
build types4.elf -gdwarf-4 -fdebug-types-section -fno-rtti -fno-exceptions shapes.cc
build types5.elf -gdwarf-5 -fdebug-types-section -fno-rtti -fno-exceptions shapes.cc
build layouts5.elf -gdwarf-5 layouts.c layouts-more.c
build layouts4.elf -gdwarf-4 layouts.c layouts-more.c
build layouts3.elf -gdwarf-3 -gstrict-dwarf layouts.c layouts-more.c
build layouts2.elf -gdwarf-2 -gstrict-dwarf layouts.c layouts-more.c
build layouts.o -gdwarf-5 -r layouts.c layouts-more.c
build frames5.elf -gdwarf-5 -fno-ipa-ra frames.c
build frames4.elf -gdwarf-4 -fno-ipa-ra frames.c
build split5.elf -gdwarf-5 -gsplit-dwarf -fno-ipa-ra frames.c
build split4.elf -gdwarf-4 -gsplit-dwarf -fno-ipa-ra frames.c
