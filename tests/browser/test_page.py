"""The report of open and cut in a browser: it asks for nothing, plays, answers clicks, prints."""

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.browser import log_of

STATE = "return document.querySelector('#replay')?.replayState"
A4_PT = (595, 842)


def opened(driver: webdriver.Chrome, page: Path, width: int = 1440) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    log_of(driver, "performance")
    driver.get(page.as_uri())
    WebDriverWait(driver, 20).until(lambda d: d.execute_script(STATE))


def state(driver: webdriver.Chrome) -> dict[str, Any]:
    found: dict[str, Any] = driver.execute_script(STATE)
    return found


def test_the_page_asks_for_nothing_and_complains_of_nothing(
    driver: webdriver.Chrome, page: Path
) -> None:
    opened(driver, page)

    messages = [json.loads(each["message"])["message"] for each in log_of(driver, "performance")]
    asked = [
        each["params"]["request"]["url"]
        for each in messages
        if each["method"] == "Network.requestWillBeSent"
        and each["params"]["documentURL"].startswith(page.as_uri())  # not of the tab before it
    ]
    assert any(url == page.as_uri() for url in asked)
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert log_of(driver, "browser") == []


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


def test_halts_for_crews_are_marked_on_the_map_and_told_at_their_place(
    driver: webdriver.Chrome, page: Path
) -> None:
    opened(driver, page)
    hour, node = driver.execute_script(
        "const { tape } = document.querySelector('#replay').replay; const { arrays } = tape;"
        "const halt = arrays.halt_cause.indexOf(0);"  # the first cause is a new crew
        "const tick = arrays.halt_from[halt] + 1;"
        "return [tape.header.first_h + tick / tape.header.ticks_per_h, arrays.halt_node[halt]]"
    )

    driver.execute_script(
        "const r = document.querySelector('#replay').replay; r.clock.set(arguments[0]);"
        "r.choose({ unit: null, node: arguments[1] })",
        hour,
        node,
    )

    assert state(driver)["counts"]["crews"] > 0
    assert "for a new crew" in driver.find_element("css selector", ".replay-detail").text
    assert driver.find_element("css selector", ".replay-count-crew").text == str(
        state(driver)["counts"]["crews"]
    )


def test_a_click_on_the_letter_of_a_halt_tells_the_story_of_who_rides(
    driver: webdriver.Chrome, page: Path
) -> None:
    opened(driver, page)
    driver.execute_script("document.querySelector('.replay-map').scrollIntoView()")
    x, y, riding = driver.execute_script(
        "const r = document.querySelector('#replay').replay; const { header, arrays } = r.tape;"
        "const halt = arrays.halt_set.findIndex((set) => header.sets[set].length);"
        "r.clock.set(header.first_h + (arrays.halt_from[halt] + 1) / header.ticks_per_h);"
        "const place = header.nodes[arrays.halt_node[halt]];"
        "const box = r.view.canvas.getBoundingClientRect();"
        "return [box.x + r.view.x(place.x) + 6, box.y + r.view.y(place.y) - 6,"
        " header.sets[arrays.halt_set[halt]].map((unit) => header.units[unit].id)]"
    )
    for kind in ("mousePressed", "mouseReleased"):
        event = {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}
        driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)

    assert state(driver)["unit"] in riding


def test_a_hidden_replay_is_not_drawn_and_complains_of_nothing(
    driver: webdriver.Chrome, page: Path
) -> None:
    opened(driver, page)
    log_of(driver, "browser")

    driver.execute_script(
        "const root = document.querySelector('#replay'); root.style.display = 'none';"
        "root.replay.view.changed = true; root.replay.clock.set(30); root.style.display = '';"
        "root.replay.clock.set(31);"
    )

    assert log_of(driver, "browser") == []
    assert state(driver)["hour"] == 31


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_played_with_is_seen_whole_and_large_enough_for_a_finger(
    driver: webdriver.Chrome, page: Path, width: int
) -> None:
    opened(driver, page, width)
    button = driver.find_element("css selector", ".replay-unit")
    driver.execute_script("arguments[0].click()", button)

    boxes = driver.execute_script(
        "return Object.fromEntries(arguments[0].map((name) => {"
        "const b = document.querySelector(`.replay-${name}`).getBoundingClientRect();"
        "return [name, [b.left, b.right, b.width, b.height, b.top]] }))",
        ["slider", "play", "detail", "map", "curve"],
    )

    assert all(left >= 0 and right <= width for left, right, *_ in boxes.values())
    assert boxes["slider"][2] > 300
    assert boxes["detail"][3] > 250
    if width < 400:
        assert boxes["play"][3] >= 35
        assert boxes["detail"][4] < boxes["curve"][4]  # the story stands under the map
        assert 0 <= boxes["detail"][4] < 900


def test_numbers_of_both_runs_are_seen_side_by_side_on_a_narrow_screen(
    driver: webdriver.Chrome, page: Path
) -> None:
    opened(driver, page, 390)

    wide, room = driver.execute_script(
        "const table = document.querySelector('#verdict');"
        "return [table.scrollWidth, table.parentElement.clientWidth]"
    )

    assert wide <= room


def test_in_print_a_still_of_the_cut_stands_for_the_replay(
    driver: webdriver.Chrome, page: Path
) -> None:
    opened(driver, page)
    still = state(driver)["still"]
    (cut,) = driver.execute_script(
        "return document.querySelector('#replay').replay.tapes[1].header.cuts"
    )
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shown = driver.execute_script(
        "return ['stage', 'still', 'still-corridor', 'still-told'].map((name) =>"
        "document.querySelector(`.replay-${name}`).getBoundingClientRect().height > 0)"
    )
    colours = driver.execute_script(
        "const canvas = document.querySelector('.replay-still');"
        "const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);"
        "const found = new Set(new Uint32Array(data.buffer)); return found.size"
    )
    told = driver.find_element("css selector", ".replay-still-told").text
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    assert shown == [False, True, True, True]
    assert colours > 50
    assert still["cuts"] == [cut["id"]]
    assert cut["from_h"] < still["hour"] <= cut["from_h"] + 240
    assert cut["told"] == "Suwałki corridor closed"
    assert cut["told"] in told


def test_all_shows_every_railway_and_road(driver: webdriver.Chrome, page: Path) -> None:
    opened(driver, page)
    driver.execute_script("document.querySelector('.replay-wide').click()")

    outside = driver.execute_script(
        "const { view, tape } = document.querySelector('#replay').replay;"
        "const { course_at: at, course_xy: xy } = tape.arrays; const scale = tape.header.per_km;"
        "return tape.header.links.filter(([, course]) => [...Array(at[course + 1] - at[course])"
        ".keys()].map((i) => [view.x(xy[2 * (at[course] + i)] / scale),"
        " view.y(xy[2 * (at[course] + i) + 1] / scale)])"
        ".some(([x, y]) => x < 0 || y < 0 || x > view.width || y > view.height)).length"
    )

    assert outside == 0


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
