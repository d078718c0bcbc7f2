"""Holds that links between files of the repository lead somewhere: relative links of every Markdown file."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")

folders = [path for path in ROOT.iterdir() if path.is_dir() and path.name not in ("build", "runs", ".git")]
manuals = sorted(ROOT.glob("*.md")) + sorted(file for folder in folders for file in folder.rglob("*.md"))
dead = [f"{manual.relative_to(ROOT)}: {target}"
        for manual in manuals
        for target in LINK.findall(manual.read_text(encoding="utf-8"))
        if ":" not in target and not (manual.parent / target).exists()]
print("\n".join(dead))
sys.exit(1 if dead or not manuals else 0)
