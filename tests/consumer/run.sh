#!/usr/bin/env bash
# Packs whatever is packable, checks each package, and lets a throw-away project outside the repository restore them into an
# empty package folder, build and write a document; another one writes with the model that a package ships, though only a library
# of it references that package. Packages come from that pack and from the machine's own sources.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
version=0.0.0-consumer.$(date +%s)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "consumer: $*" >&2
    exit 1
}

pack() {
    # What was compiled before would be packed again as it is.
    find "$repository/src" "$repository/samples" -type d -path '*/obj/Release' -prune -exec rm -rf {} + 2>/dev/null || true
    dotnet pack "$repository/LongWriter.sln" -c Release -nologo -v quiet \
        -p:MinVerVersionOverride="$version" -p:ContinuousIntegrationBuild=true -p:PackageOutputPath="$1"
}

pack "$work/feed"
pack "$work/second"
dotnet run --project "$here/PackageInspector" -- "$work/feed" "$work/second" "$repository" "$version" > "$work/packages.txt" \
    || fail "the packages are not fit to be published."
cat "$work/packages.txt"

mkdir -p "$work/app" "$work/output" "$work/packages"
cp "$here/App/App.csproj" "$here/App/Program.cs" "$work/app/"
{
    echo "<Project>"
    echo "  <PropertyGroup><RestoreAdditionalProjectSources>$work/feed</RestoreAdditionalProjectSources></PropertyGroup>"
    echo "  <ItemGroup>"
    awk -v version="$version" '$1 != "tool" { printf "    <PackageReference Include=\"%s\" Version=\"%s\" />\n", $2, version }' "$work/packages.txt"
    echo "  </ItemGroup>"
    echo "</Project>"
} > "$work/app/Directory.Build.props"
# Nothing that stands above the temporary folder has a say either.
for file in Directory.Build.targets Directory.Packages.props; do echo "<Project />" > "$work/app/$file"; done

export NUGET_PACKAGES="$work/packages"
cd "$work/app"
dotnet build -nologo -v quiet -c Release
dotnet run -c Release --no-build -- "$work/output" || fail "the app did not write its document."
words=$(wc -w < "$work/output/document.md")
((words >= 2700 && words <= 3300)) || fail "document.md has $words words where 3,000 were asked for."
for id in $(awk '$1 != "tool" { print tolower($2) }' "$work/packages.txt"); do
    [[ -d $work/packages/$id/$version ]] || fail "$id was not restored from the pack."
done

cp -r "$here/TinyApp" "$here/TinyLibrary" "$work/"
echo "<Project><PropertyGroup><RestoreAdditionalProjectSources>$work/feed</RestoreAdditionalProjectSources><LongWriterVersion>$version</LongWriterVersion></PropertyGroup></Project>" > "$work/Directory.Build.props"
for file in Directory.Build.targets Directory.Packages.props; do echo "<Project />" > "$work/$file"; done
cd "$work/TinyApp"
dotnet build -nologo -v quiet -c Release
dotnet run -c Release --no-build || fail "the shipped model did not write its document."
rid=$(dotnet --info | awk '$1 == "RID:" { print $2; exit }')
dotnet publish -nologo -v quiet -c Release -r "$rid" --self-contained false -p:PublishSingleFile=true -o "$work/published"
[[ ! -e $work/published/LongWriter.Core.dll ]] || fail "the app was not published as a single file."
"$work/published/TinyApp" || fail "the published app did not write its document."
rm -r "$work/published/longwriter-tiny"
status=0
"$work/published/TinyApp" 2> "$work/missing.txt" || status=$?
{ ((status == 2)) && grep -q '^InvalidModel: .*LongWriter\.Extensions\.TinyModel' "$work/missing.txt"; } || fail "without its model the app says: $(cat "$work/missing.txt")"

cd "$work"
for id in $(awk '$1 == "tool" { print $2 }' "$work/packages.txt"); do
    dotnet tool install "$id" --tool-path "$work/tools/$id" --version "$version" --add-source "$work/feed"
    for command in "$work/tools/$id"/*; do
        if [[ -f $command ]]; then "$command" --help > "$work/help.txt" || fail "$id: $command --help failed."; fi
    done
    [[ -s $work/help.txt ]] || fail "$id brings no command that says how it is used."
    if [[ $id == LongWriter.Cli ]]; then
        "$work/tools/$id/longwriter" write "Write a 600-word story about a blue kezar." --provider tiny --out "$work/output/kezar.md" || fail "$id does not write with the model that it brings."
    fi
done
