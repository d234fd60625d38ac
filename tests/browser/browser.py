"""Debian's Chromium without a screen and without a way out, driven by selenium."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypedDict

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

REQUIRED: Final = os.environ.get("EASTFLANK_BROWSER") == "required"
SWITCHES: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PROGRAMS: Final = (shutil.which("chromium"), shutil.which("chromedriver"))
MISSING: Final = None in PROGRAMS


def browser(profile: Path) -> webdriver.Chrome:
    """A browser with a profile of its own that keeps a log of what it says and asks for."""
    program, driver = PROGRAMS
    options = webdriver.ChromeOptions()
    options.binary_location = str(program)
    for switch in (*SWITCHES, f"--user-data-dir={profile}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service(str(driver)))


class Said(TypedDict):
    """An entry of a log of the browser."""

    level: str
    message: str
    timestamp: int


def log_of(driver: webdriver.Chrome, kind: str) -> list[Said]:
    """What the browser said since the last question: "browser" of errors, "performance" of all."""
    read: Callable[[str], list[Said]] = driver.get_log
    return read(kind)
