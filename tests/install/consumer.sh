#!/bin/sh
# consumer.sh BUILD SOURCE CC: installs into a temporary prefix and builds the examples against it by
# pkg-config and as a CMake project, the README's shared and static; checks what they print and that
# the README shows the very file and its real output.
set -eu
build=$1 source=$2 cc=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build" --prefix "$work/prefix" >/dev/null
PKG_CONFIG_PATH=$(find "$work/prefix" -name pkgconfig -type d)
export PKG_CONFIG_PATH
lib=$(pkg-config --variable=libdir libta)
example=$source/bindings/examples/ema.c
cat >"$work/expected" <<'OUT'
10.50  10.50000
10.80  10.65000
10.60  10.62500
11.20  10.91250
11.90  11.40625
11.40  11.40312
12.10  11.75156
OUT
# The flags of the build, so that a sanitized library finds its runtime.
# shellcheck disable=SC2086,SC2046
$cc ${EXAMPLE_FLAGS:-} "$example" $(pkg-config --cflags --libs libta) -o "$work/shared"
LD_LIBRARY_PATH=$lib "$work/shared" | diff "$work/expected" -
# shellcheck disable=SC2086,SC2046
$cc ${EXAMPLE_FLAGS:-} "$example" $(pkg-config --cflags libta) "$lib/libta.a" -lm -o "$work/static"
"$work/static" | diff "$work/expected" -
cat >"$work/expected_sentiment" <<'OUT'
-0.5544
beats         1.50  0.750
to the moon   3.00 -3.330 negated
OUT
cat >"$work/expected_words" <<'OUT'
Oil prices   2
high         1
prices rise  1
crude stocks 1
OUT
for name in sentiment words; do
    # shellcheck disable=SC2086,SC2046
    $cc ${EXAMPLE_FLAGS:-} "$source/bindings/examples/$name.c" $(pkg-config --cflags --libs libsenti) -o "$work/$name"
    LD_LIBRARY_PATH=$lib "$work/$name" | diff "$work/expected_$name" -
done
have_fetch=
if pkg-config --exists libfetch; then
    have_fetch=1
    # shellcheck disable=SC2086,SC2046
    $cc ${EXAMPLE_FLAGS:-} "$source/bindings/examples/fetch_bars.c" $(pkg-config --cflags --libs libfetch) \
        $(pkg-config --libs libmarket) -Wl,-rpath-link,"$lib" -o "$work/fetch_bars"
    # Without keys there is nothing to ask; the libraries are found and the error is told.
    (cd "$work" && env -u APCA_API_KEY_ID -u APCA_API_SECRET_KEY -u APCA_API_OAUTH LD_LIBRARY_PATH="$lib" \
        ./fetch_bars AAPL 2022-01-01 bars.db 2>&1) | grep -q '^credentials: '
fi

# The tree may be moved: CMake finds it where it is now.
mv "$work/prefix" "$work/moved"
CFLAGS=${EXAMPLE_FLAGS:-} cmake -S "$source/bindings/examples" -B "$work/cmake" -DCMAKE_C_COMPILER="$cc" \
    -DCMAKE_PREFIX_PATH="$work/moved" >/dev/null
cmake --build "$work/cmake" >/dev/null
"$work/cmake/ema" | diff "$work/expected" -
"$work/cmake/ema_static" | diff "$work/expected" -
for name in sentiment words; do
    "$work/cmake/$name" | diff "$work/expected_$name" -
done
test -z "$have_fetch" || test -x "$work/cmake/fetch_bars"

awk '/^```c$/ { on = 1; next } /^```$/ { on = 0 } on' "$source/README.md" | diff "$example" - || {
    echo "README.md does not show bindings/examples/ema.c" >&2
    exit 1
}
grep -qF "$(tail -n 1 "$work/expected")" "$source/README.md" || {
    echo "README.md does not show what the example prints" >&2
    exit 1
}
