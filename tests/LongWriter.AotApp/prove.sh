#!/usr/bin/env bash
# Publishes the app natively, with all of LongWriter.Core and of the Inference and TinyModel packages rooted; holds a document
# whose writer was killed three times against an undisturbed one, and what models in the process say, a random one and the shipped
# one, against what they say under the runtime's own compiler. Needs a C compiler and the zlib headers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

work=$(mktemp -d)
writer=
cleanup() {
    if [[ -n $writer ]]; then kill -9 "$writer" 2>/dev/null || true; fi
    rm -rf "$work"
}
trap cleanup EXIT

fail() {
    echo "aot: $*" >&2
    exit 1
}

command -v clang >/dev/null || command -v gcc >/dev/null \
    || fail "no C compiler. Native publishing needs clang or gcc and the zlib headers (Debian, Ubuntu: apt-get install gcc zlib1g-dev)."

rid=$(dotnet --info | awk '$1 == "RID:" { print $2; exit }')
[[ -n $rid ]] || fail "dotnet --info names no runtime identifier."
# --force: what was restored last was for another kind of build.
dotnet build -c Release --force -o "$work/jit" -nologo
dotnet publish -c Release -r "$rid" --force -o "$work/app" -nologo | tee "$work/publish.log"
if grep -E 'warning (IL|CA|CS)[0-9]+' "$work/publish.log"; then fail "publishing warns."; fi
app=$work/app/aotapp
for managed in "$work"/app/*.dll; do
    [[ ! -e $managed ]] || fail "$managed is not native."
done

dotnet "$work/jit/aotapp.dll" model "$work/jit-model" > "$work/jit.txt"
"$app" model "$work/native-model" > "$work/native.txt"
grep -qE '^Int8 (1?[0-9]|2[0-4]) [a-z]+ [0-9a-f]+ [0-9,]+$' "$work/native.txt" || fail "the model said: $(cat "$work/native.txt")"
grep -qx 'kept 1' "$work/native.txt" || fail "the 8-bit weights were not kept once."
(($(grep -c '^Int8 ' <(sort -u "$work/native.txt")) == 1)) || fail "kept weights give another text than those that were made."
cmp "$work/jit.txt" "$work/native.txt" || fail "native, the model says something else than under the runtime's compiler."
cat "$work/native.txt"

# Without AVX, as the native compiler builds: fused products round otherwise, and over hundreds of tokens that becomes another text.
DOTNET_EnableAVX=0 dotnet "$work/jit/aotapp.dll" shipped 600 > "$work/jit-shipped.txt"
"$app" shipped 600 > "$work/native-shipped.txt"
words=$(awk '$1 == "words" { print $2 }' "$work/native-shipped.txt")
((words >= 540 && words <= 660)) || fail "the shipped model wrote $words words where 600 were asked for."
cmp "$work/jit-shipped.txt" "$work/native-shipped.txt" || fail "native, the shipped model writes something else than under the runtime's compiler."
cat "$work/native-shipped.txt"

plain=$work/undisturbed killed=$work/killed
"$app" write "$plain" > "$work/plain.txt"
grep -qx 'sections 20' "$work/plain.txt" || fail "the undisturbed run wrote: $(cat "$work/plain.txt")"
grep -qx 'section 8 again' "$plain/calls.log" || fail "the app's own reviewer was not heard."

resumed_from=0 accepted=0
# No section that the journal held when a process began is asked for by it.
none_asked_twice() {
    local asked
    asked=$(tail -n "+$((resumed_from + 1))" "$killed/calls.log" | awk -v held="$accepted" '$1 == "plan" || $2 <= held' | head -n 1)
    [[ -z $asked ]] || fail "with $accepted sections accepted, the resumed run asked for '$asked' again."
}

for call in "section 3" "section 8 again" "section 16"; do
    section=$(awk '{ print $2 }' <<< "$call")
    "$app" write "$killed" --delay-ms 10 > "$work/killed.txt" &
    writer=$!
    for ((i = 0; ; i++)); do
        if grep -qsx "$call" "$killed/calls.log"; then break; fi
        kill -0 "$writer" 2>/dev/null || fail "the writer ended before $call."
        ((i < 3000)) || fail "the writer did not come to $call."
        sleep 0.01
    done
    # A section takes 300 ms: this is inside of its stream.
    sleep 0.1
    kill -9 "$writer"
    status=0
    wait "$writer" 2>/dev/null || status=$?
    writer=
    [[ $status == 137 ]] || fail "the writer was to be killed in $call, but ended with status $status."
    if ((resumed_from > 0)); then none_asked_twice; fi

    accepted=$("$app" accepted "$killed")
    resumed_from=$(wc -l < "$killed/calls.log")
    ((accepted >= section - 1 && accepted < 20)) || fail "killed in $call, the journal holds $accepted sections."
    echo "killed in $call with $accepted sections accepted"
done

"$app" write "$killed" > "$work/killed.txt"
none_asked_twice
cmp "$work/plain.txt" "$work/killed.txt" || fail "the killed run's document differs from the undisturbed one's."

calls=$(wc -l < "$killed/calls.log")
"$app" write "$killed" > "$work/again.txt"
cmp "$work/plain.txt" "$work/again.txt" || fail "the finished run came back different."
((calls == $(wc -l < "$killed/calls.log"))) || fail "the finished run was written again."
(($(wc -l < "$killed/rows.jsonl") == 1)) || fail "the data set does not hold the document once."
cmp "$plain/rows.jsonl" "$killed/rows.jsonl" || fail "the data set's rows differ."
cat "$work/killed.txt"
