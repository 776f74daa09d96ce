#!/bin/sh
# stand_ins.sh LIBRARY FOLDER COMPILER: writes empty stand-ins for libraries that LIBRARY names but takes nothing from.
# Debian's libtorch names OpenCV and FFmpeg, which bring Qt and 200 more libraries and nearly half of the loading time.
# The loader takes a library of the same name that is there already for the one that is wanted. None are written
# unless everything LIBRARY and its other libraries refer to is found without the real ones.
set -eu
library=$1 folder=$2 compiler=$3
rm -rf "$folder"
mkdir -p "$folder"
for name in $(readelf -d "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'); do
  case $name in
    libopencv_* | libavcodec.* | libavformat.* | libavutil.* | libswscale.* | libswresample.* | liblmdb.* | libleveldb.* | libzmq.*)
      "$compiler" -shared -nostdlib -x c /dev/null -Wl,-soname,"$name" -o "$folder/$name" ;;
  esac
done
if LD_LIBRARY_PATH=$folder ldd -r "$library" 2>&1 | grep -E -q 'undefined symbol|not found'; then
  rm -f "$folder"/*
fi
