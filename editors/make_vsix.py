#!/usr/bin/env python3
"""The VS Code extension as one file that VS Code installs (`code --install-extension FILE`).

editors/make_vsix.py FOLDER OUT.vsix

FOLDER is the extension as it will lie on the user's disk, node_modules included. A .vsix is a zip of it with a manifest; the same
folder gives the same bytes. Left out of packages: what only their developers read (types, maps, tests).
"""
import json
import os
import re
import sys
import zipfile
from xml.sax.saxutils import escape, quoteattr

LEFT_OUT = re.compile(r"(\.d\.[cm]?ts|\.ts|\.map|\.cmd|\.bnf|\.yml|\.ps1|package-lock\.json|\.package-lock\.json)$|/(tests?|docs|\.github|\.bin|typings)/")
TYPES = {"json": "application/json", "js": "application/javascript", "md": "text/markdown", "txt": "text/plain", "vsixmanifest": "text/xml", "sh": "application/x-sh"}

MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id=%(name)s Version=%(version)s Publisher=%(publisher)s />
    <DisplayName>%(displayName)s</DisplayName>
    <Description xml:space="preserve">%(description)s</Description>
    <Tags>%(tags)s</Tags>
    <Categories>%(categories)s</Categories>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value=%(engine)s />
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace" />
      <Property Id="Microsoft.VisualStudio.Code.ExecutesCode" Value="true" />
    </Properties>
    <License>extension/LICENSE.txt</License>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code" /></Installation>
  <Dependencies />
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.Changelog" Path="extension/CHANGELOG.md" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true" />
  </Assets>
</PackageManifest>
"""


def manifest(package):
    quoted = {key: quoteattr(package[key]) for key in ("name", "version", "publisher")}
    plain = {key: escape(package[key]) for key in ("displayName", "description")}
    return MANIFEST % dict(quoted, **plain, tags=escape(",".join(package["keywords"])), categories=escape(",".join(package["categories"])), engine=quoteattr(package["engines"]["vscode"]))


def content_types(names):
    ends = sorted({os.path.splitext(n)[1].lstrip(".") for n in names} - {""} | {"vsixmanifest"})
    rows = "".join('<Default Extension=".%s" ContentType="%s"/>' % (e, TYPES.get(e, "application/octet-stream")) for e in ends)
    return '<?xml version="1.0" encoding="utf-8"?>\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">%s</Types>\n' % rows


def files(folder):
    for at, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(at, name)
            inside = os.path.relpath(path, folder).replace(os.sep, "/")
            if not LEFT_OUT.search("/" + inside):
                yield inside, open(path, "rb").read()


def write(folder, out):
    found = [("extension/" + name, data) for name, data in files(folder)]
    package = json.loads(dict(found)["extension/package.json"])
    first = [("extension.vsixmanifest", manifest(package).encode()), ("[Content_Types].xml", content_types([n for n, _ in found]).encode())]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in first + found:
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2])
