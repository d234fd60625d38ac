"""The report of open and cut in a browser: it asks for nothing, plays, answers clicks, prints."""

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

STATE = "return document.querySelector('#replay').replayState"
A4_PT = (595, 842)


def opened(driver: webdriver.Chrome, page: Path, width: int = 1440) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    driver.get_log("performance")
    driver.get(page.as_uri())
    WebDriverWait(driver, 20).until(lambda d: d.execute_script(STATE))


def state(driver: webdriver.Chrome) -> dict[str, Any]:
    found: dict[str, Any] = driver.execute_script(STATE)
    return found


def test_the_page_asks_for_nothing_and_complains_of_nothing(
    driver: webdriver.Chrome, page: Path
) -> None:
    opened(driver, page)

    messages = [json.loads(each["message"])["message"] for each in driver.get_log("performance")]
    asked = [
        each["params"]["request"]["url"]
        for each in messages
        if each["method"] == "Network.requestWillBeSent"
    ]
    assert any(url == page.as_uri() for url in asked)
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert driver.get_log("browser") == []


def test_the_slider_moves_the_hour_and_the_cut_appears(
    driver: webdriver.Chrome, page: Path
) -> None:
    opened(driver, page)
    driver.execute_script("document.querySelectorAll('.replay-runs button')[1].click()")
    move = (
        "const s = document.querySelector('.replay-slider'); s.value = arguments[0];"
        "s.dispatchEvent(new Event('input'))"
    )
    (cut,) = driver.execute_script(
        "return document.querySelector('#replay').replay.tape.header.cuts"
    )

    driver.execute_script(move, cut["from_h"] - 1)
    before = state(driver)
    driver.execute_script(move, cut["from_h"] + 1)
    after = state(driver)

    assert before["cuts"] == []
    assert after["cuts"] == [cut["id"]]
    assert after["hour"] == pytest.approx(cut["from_h"] + 1, abs=0.25)


def test_play_runs_and_the_curve_ends_with_all_that_closes(
    driver: webdriver.Chrome, page: Path
) -> None:
    opened(driver, page)

    driver.find_element("css selector", ".replay-play").click()
    WebDriverWait(driver, 10).until(lambda d: d.execute_script(STATE)["hour"] > 1)
    assert state(driver)["isPlaying"]
    driver.execute_script("document.querySelector('#replay').replay.clock.set(1e9)")

    assert not state(driver)["isPlaying"]
    assert state(driver)["closed"] > 0


def test_a_click_on_a_unit_tells_its_story(driver: webdriver.Chrome, page: Path) -> None:
    opened(driver, page)

    button = driver.find_element("css selector", ".replay-unit")
    driver.execute_script("arguments[0].click()", button)

    assert state(driver)["unit"] == button.get_attribute("data-unit")
    assert "troops, tier" in driver.find_element("css selector", ".replay-detail").text


def test_a_click_on_a_place_tells_what_waits_there(driver: webdriver.Chrome, page: Path) -> None:
    opened(driver, page)
    driver.execute_script("document.querySelector('.replay-map').scrollIntoView()")
    x, y, name = driver.execute_script(
        "const r = document.querySelector('#replay').replay;"
        "const box = r.view.canvas.getBoundingClientRect(); r.clock.set(r.clock.last);"
        "const n = r.tape.header.nodes.find((n) => n.kinds.length);"
        "return [box.x + r.view.x(n.x), box.y + r.view.y(n.y), n.name]"
    )
    for kind in ("mousePressed", "mouseReleased"):
        event = {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}
        driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)

    assert state(driver)["node"] is not None
    assert name
    assert "at C" in driver.find_element("css selector", ".replay-detail h4").text


@pytest.mark.parametrize("width", [1440, 390])
def test_the_page_is_no_wider_than_the_window(
    driver: webdriver.Chrome, page: Path, width: int
) -> None:
    opened(driver, page, width)

    assert driver.execute_script("return document.documentElement.scrollWidth") <= width


def test_the_page_prints_on_a4_without_cut_off(driver: webdriver.Chrome, page: Path) -> None:
    opened(driver, page)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    size = {"width": 695, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)  # A4 less its margins
    wide = driver.execute_script(
        "return [...document.querySelectorAll('main *')].filter((e) =>"
        " e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 90))"
    )
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    printed = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    pdf = base64.b64decode(printed["data"])

    assert wide == []
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 3
    (box,) = set(re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", pdf))
    assert [float(side) for side in box] == pytest.approx(A4_PT, abs=1)
