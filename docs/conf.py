"""The documentation site: ``make docs`` builds it into build/docs, without a network connection."""

import eastflank

project = "eastflank"
author = "The eastflank authors"
release = version = eastflank.__version__
extensions = ["myst_parser"]
exclude_patterns = ["decisions/README.md", "examples", "requirements"]
html_theme = "furo"
html_title = f"eastflank {release}"
html_static_path: list[str] = []
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
suppress_warnings = [
    "myst.xref_missing",  # pages also name files of the project, which a site does not hold
]
