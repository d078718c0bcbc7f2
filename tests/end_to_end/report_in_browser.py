#!/usr/bin/python3
"""The report in a real browser: it loads by itself, draws, obeys the keyboard, and gives its charts and data away.

Usage: report_in_browser.py REPORT_PAGES      the program that writes the pages (tests/output/report)
Exit code 77 where there is no chromium or no selenium.
"""
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree

from browser import require_chromium, start_browser
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

SWEEPS = ["sweep_grid", "sweep_saltelli", "sweep_morris", "sweep_one_point", "sweep_many"]
PAGES = ["comparison", "variants", "future", "one_pair", "placebo", "ensemble", "run", "experiments", "grid", "optimisation", *SWEEPS, "sweep_nothing", "nothing"]
WAIT_S = 30
report_pages = None


class ReportInBrowser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="hibiki-report-")
        cls.place = pathlib.Path(cls.folder.name)
        subprocess.run([report_pages, cls.place], check=True)
        cls.browser = start_browser(cls.folder.name)

    @classmethod
    def tearDownClass(cls):
        cls.browser.quit()
        cls.folder.cleanup()

    def setUp(self):
        self.emulate_media()

    # Helpers

    def open(self, page, width=1280):
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                     {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})
        self.browser.get_log("browser"), self.browser.get_log("performance")  # what was before
        self.browser.get(f"file://{self.place}/{page}.html")
        self.until(lambda: self.js("return document.querySelector('main h1') !== null"), f"{page} has no heading")
        self.until(lambda: self.js("return [...document.querySelectorAll('.canvas')].every(one => one.firstChild)"), f"{page} is not drawn")

    def emulate_media(self, media="", scheme="light"):
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "media": media, "features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def js(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def find(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.js("return document.querySelector(arguments[0]).textContent", selector)

    def until(self, condition, otherwise):
        end = time.monotonic() + WAIT_S
        while not condition():
            self.assertLess(time.monotonic(), end, otherwise)
            time.sleep(0.02)

    def focus(self, selector):
        element = self.find(selector)
        self.js("arguments[0].focus({preventScroll: true})", element)
        self.assertTrue(self.js("return document.activeElement === arguments[0]", element), f"{selector} takes no focus")
        return element

    def downloaded(self, name):
        path = self.place / name
        self.until(lambda: path.exists() and path.stat().st_size > 0, f"{name} was not saved")
        return path.read_text(encoding="utf-8")

    def background(self):
        return self.js("return getComputedStyle(document.body).backgroundColor")

    # What must hold of every page

    def test_loads_without_error_or_network(self):
        for page in PAGES:
            with self.subTest(page):
                self.open(page)
                self.assertEqual([entry["message"] for entry in self.browser.get_log("browser")], [])
                events = [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]
                asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
                self.assertEqual(asked, [f"file://{self.place}/{page}.html"])

    def test_shows_what_is_missing_as_missing(self):
        for page in PAGES:
            with self.subTest(page):
                self.open(page)
                text = self.js("return document.body.innerText")
                for stray in ["NaN", "undefined", "[object", "Infinity", "null"]:
                    self.assertNotIn(stray, text)
                wrong = self.js("""return [...document.querySelectorAll('svg *')].flatMap(one => [...one.attributes])
                    .filter(one => /NaN|undefined|Infinity/.test(one.value)).map(one => one.name + '=' + one.value).slice(0, 5)""")
                self.assertEqual(wrong, [])
        self.assertEqual(self.js("return document.querySelectorAll('svg').length"), 0, "drawn from nothing")

    def test_draws_every_chart(self):
        for page, least in [("comparison", 18), ("run", 9), ("placebo", 10), ("one_pair", 11), ("experiments", 6), ("grid", 2),
                            ("optimisation", 2), ("sweep_grid", 3), ("sweep_saltelli", 4), ("sweep_morris", 4), ("sweep_many", 3)]:
            with self.subTest(page):
                self.open(page)
                shapes = self.js("""return Object.fromEntries([...document.querySelectorAll('figure')].map(figure => [figure.id,
                    [...figure.querySelectorAll('svg path[d], svg rect, svg circle')].filter(one => one.tagName !== 'path' || one.getAttribute('d').length > 8).length]))""")
                self.assertGreaterEqual(len(shapes), least)
                self.assertEqual([name for name, count in shapes.items() if count < 1], [])

    def test_a_sweep_has_an_axis_for_each_size(self):
        self.open("experiments")
        sweeps = self.js("return [...document.querySelectorAll('figure')].map(one => one.id).filter(id => id.startsWith('spread-sweep-'))")
        self.assertEqual(sweeps, ["spread-sweep-share-half", "spread-sweep-time", "spread-sweep-rare"])

    def test_fits_every_width(self):
        for page, width in [(page, width) for page in ["comparison", "run", "optimisation", *SWEEPS] for width in [320, 390, 768, 1280, 1920]]:
            with self.subTest(page=page, width=width):
                self.open(page, width)
                self.assertLessEqual(self.js("return document.documentElement.scrollWidth"), width)

    def test_can_be_read_by_machines_that_read_aloud(self):
        for page in ["comparison", "optimisation", "sweep_saltelli"]:
            with self.subTest(page):
                self.open(page)
                self.check_structure()

    def check_structure(self):
        levels = self.js("return [...document.querySelectorAll('h1, h2, h3')].map(one => +one.tagName[1])")
        self.assertEqual(levels.count(1), 1)
        self.assertTrue(all(after - before <= 1 for before, after in zip(levels, levels[1:])), levels)
        self.assertEqual(self.js("return [...document.querySelectorAll('svg')].filter(one => !one.getAttribute('aria-label')).length"), 0)
        self.assertEqual(self.js("return [...document.querySelectorAll('button, select, input')].filter(one => !(one.innerText || one.getAttribute('aria-label') || one.labels?.length)).length"), 0)
        self.assertEqual(self.js("const ids = [...document.querySelectorAll('[id]')].map(one => one.id); return ids.length - new Set(ids).size"), 0)
        self.assertEqual(self.js("return [...document.querySelectorAll('a[href^=\"#\"]')].filter(one => !document.getElementById(one.getAttribute('href').slice(1))).map(one => one.href)"), [])

    # What it says

    def test_page_one_is_the_decision(self):
        self.open("comparison")
        text = self.js("return document.querySelector('.masthead').innerText + document.querySelector('main').innerText.split('All measures')[0]")
        self.assertIn("a conditional simulation, not a forecast", text.lower())
        for part in ["J-pop would have had", "95 % interval", "99.9 %", "official_uploads.video", "set 0.9", "7 Jan 2008"]:
            self.assertIn(part, text.replace("\u00a0", " "))
        singles = self.js("return document.querySelectorAll('#paired-difference .single').length")
        self.assertEqual(singles, 32)
        self.assertGreater(len(self.find("#paired-difference .band").get_attribute("d")), 100)

    def test_one_pair_has_no_interval(self):
        self.open("one_pair")
        self.assertIn("One pair", self.find(".facts").text)
        self.assertIn("no effect is claimed", self.find(".facts").text)
        self.assertNotRegex(self.find(".facts").text, r"[+\u2212\u00d7]")
        self.assertEqual(self.js("return document.querySelectorAll('.band, .whisker').length"), 0)

    def test_chance_and_parameters_stand_one_above_the_other(self):
        self.open("ensemble")
        figure = "#two-intervals-engaged_abroad"
        names = self.js(f"return [...document.querySelectorAll('{figure} .row-name')].map(one => [one.textContent, +one.getAttribute('y')])")
        self.assertEqual([name for name, _ in names], ["sampling noise", "parameters"])
        self.assertLess(names[0][1], names[1][1])
        lengths = self.js(f"return [...document.querySelectorAll('{figure} .whisker')].map(one => one.getBoundingClientRect().width)")
        self.assertAlmostEqual(lengths[1] / lengths[0], 3.15, delta=0.3)  # of logarithms
        self.assertEqual(self.js(f"return document.querySelectorAll('{figure} .single-tick').length"), 12)
        self.assertIn("12 parameter sets", self.find("#two-intervals").text)
        self.open("comparison")
        self.assertEqual(self.js("return document.querySelectorAll('#two-intervals').length"), 0)

    def test_levels_and_effect_of_a_row_are_of_one_mean(self):
        self.open("comparison")
        facts = self.find(".facts").text.replace("\u00a0", " ")
        self.assertIn("geometric means over replicates", facts)
        self.assertIn("arithmetic means", facts)
        means = self.js("return [...document.querySelectorAll('.effects tbody tr')].map(row => row.children[1].innerText)")
        self.assertEqual(set(means), {"geometric", "arithmetic"})

    def test_seeds_keep_every_digit(self):
        self.open("one_pair")
        self.assertIn("18446744073709551615", self.find("#repeat").text)

    def test_years_that_are_not_whole_are_named(self):
        self.open("comparison")
        for figure in ["leadership-over-time", "markets-over-time", "revenue-by-source", "age-of-fans", "inequality-and-diversity"]:
            self.assertIn("2024 has 13 weeks only.", self.find(f"#{figure}").text.replace("\u00a0", " "), figure)

    def test_years_after_the_record_are_shaded_and_said(self):
        self.open("future")
        for figure in ["leadership-over-time", "paired-difference", "age-of-fans"]:
            shade, chart = (self.find(f"#{figure} {one}").rect for one in ["rect.after-record", "svg"])
            self.assertGreater(shade["width"], chart["width"] / 6, figure)
            self.assertIn("after the record", self.find(f"#{figure} svg").text, figure)
        self.open("comparison")
        self.assertEqual(self.browser.find_elements("css selector", "rect.after-record"), [])

    def test_answers_of_others_stand_by_their_variant(self):
        self.open("future")
        self.assertIn("fewer engaged fans abroad than where nobody answers", self.find("#answers").text.replace("\u00a0", " "))
        self.assertIn("labels[home=KR]", self.find("#answers").text)
        self.focus("#variant").send_keys(Keys.ARROW_DOWN)
        self.until(lambda: not self.browser.find_elements("css selector", "#answers"), "the other variant has answers")

    def test_a_placebo_does_nothing(self):
        self.open("placebo")
        self.assertIn("No measure differs", self.find("#effects").text)
        self.assertNotIn("0.1\u00a0%", self.find("#effects").text)

    def test_misfits_say_by_how_much_and_against_what(self):
        self.open("comparison")
        rows = self.js("return [...document.querySelectorAll('#misfits tbody tr')].map(row => row.innerText.replaceAll('\\u00a0', ' '))")
        self.assertEqual(len(rows), 3)
        for part in ["P3: J-pop keeps", "shown by 20 of 32", "1990-2024", "unverified"]:
            self.assertIn(part, rows[0])
        for part in ["11 times too low", "\u00d70.09", "2018-2022, held out", "unverified"]:
            self.assertIn(part, rows[1])
        self.assertNotIn("held out", rows[2])
        self.assertIn("read in a source", rows[2])
        self.assertTrue(self.js("return document.querySelector('.how a').getAttribute('href') === '#misfits'"))

    def test_definitions_are_reachable(self):
        self.open("comparison")
        name = self.find(".facts a.measure")
        self.assertIn("engaged with at least one of its acts", name.get_attribute("title"))
        target = name.get_attribute("href").split("#")[1]
        self.assertIn("engaged with at least one of its acts", self.js("return document.getElementById(arguments[0]).nextElementSibling.innerText", target))

    def test_writes_numbers_for_people(self):
        source = (pathlib.Path(__file__).parents[2] / "output/report/format.js").read_text(encoding="utf-8")
        self.open("nothing")
        for call, text in [
                ("level(1234567, 'people')", "1.23 M people"), ("level(999950, 'people')", "1 M people"), ("level(45612, 'people')", "45,600 people"),
                ("level(2.31e9, 'USD a year')", "$2.31 bn a year"), ("level(0.2413, 'share')", "24.1 %"), ("level(0.6634, 'Gini')", "0.663"),
                ("level(2011.4, 'year')", "2011.4"), ("level(null, 'people')", "\u2013"), ("level(NaN, 'people')", "\u2013"),
                ("difference(-0.0312, 'share')", "\u22123.12 points"), ("difference(1.9e6, 'people')", "+1.9 M people"), ("difference(0, 'people')", "0 people"),
                ("difference(-2.5e6, 'USD')", "\u2212$2.5 M"), ("difference(0.8, 'year')", "+0.8 years"),
                ("level(7.1e-5, 'distance')", "7.1e-5"), ("ratio(1.032)", "+3.2 %"), ("ratio(1.0004)", "0.0 %"), ("ratio(1.337)", "+34 %"), ("ratio(0.88)", "\u221212 %"), ("ratio(6.81)", "\u00d76.8"), ("ratio(1)", "0 %"), ("ratio(null)", "\u2013"),
                ("change(0, 5)", "\u2013"), ("change(4, 5)", "+25 %"), ("tight(-340123)", "\u2212340k"), ("tight(0.0349)", "0.035"),
                ("chance(0.9999)", "over 99.9 %"), ("chance(0)", "under 0.1 %"), ("chance(0.675)", "68 %"), ("chance(null)", "\u2013"),
                ("date('2008-01-07')", "7 Jan 2008"), ("date(null)", "\u2013"), ("yearOf('2008-07-01')", 2008.5), ("count(1, 'pair')", "1 pair"), ("count(2000, 'pair')", "2,000 pairs"),
                ("interval({low: 1e6, high: 2.5e6}, (value) => bare(value, 'people'))", "1 M to 2.5 M"), ("interval({low: null, high: null}, ratio)", "no interval"),
                ("factorTick(0.01)", "\u00d70.01"), ("factorTick(0.5)", "\u221250 %"), ("factorTick(100)", "\u00d7100"),
                ("ratioInterval({low: 0.9, high: 1.4})", "\u221210 % to +40 %"), ("ratioInterval({low: 0.5, high: 4})", "\u00d70.5 to \u00d74"),
                ("typeset('x3.2 (x1.1 to x9)')", "\u00d73.2 (\u00d71.1 to \u00d79)"), ("typeset('(-0.5 to 4 %) well-kept')", "(\u22120.5 to 4 %) well-kept")]:
            with self.subTest(call):
                written = self.js(source.replace("export ", "") + f"; return {call};")
                self.assertEqual(written.replace("\u00a0", " ") if isinstance(written, str) else written, text)

    # Sweeps

    def choose_measure(self, measure):
        self.js("const select = document.getElementById('measure'); select.value = arguments[0]; select.dispatchEvent(new Event('change'))", measure)

    def points_listed(self):
        return self.js("return [...document.querySelectorAll('.extremes tbody th')].map(one => one.innerText)")

    def drag(self, axis, start, end):
        """Drags along an axis of the parallel axes, from one share of its length to another, counted from its foot."""
        strip = self.find(f"#all-points .brush:nth-of-type({axis + 2})")
        self.js("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", strip)
        box = self.js("const box = arguments[0].firstChild.getBoundingClientRect(); return [box.x + box.width / 2, box.y + 6, box.height - 12]", strip)
        at = [round(box[1] + box[2] * (1 - share)) for share in (start, end)]
        for kind, y in [("mousePressed", at[0]), ("mouseMoved", at[1]), ("mouseReleased", at[1])]:
            self.browser.execute_cdp_cmd("Input.dispatchMouseEvent", {
                "type": kind, "x": round(box[0]), "y": y, "button": "left", "buttons": 0 if kind == "mouseReleased" else 1, "clickCount": 1})

    def test_a_sweep_says_what_was_simulated(self):
        self.open("sweep_grid")
        text = self.find("main").text
        for part in ["Full grid", "1 to 4", "20,000", "3 Jan 2005", "1 run of 60 is missing", "intervention.early_video.set"]:
            self.assertIn(part, text)
        self.open("sweep_many")
        self.assertIn("5,000 of the 20,000 points", self.find("main").text)
        self.assertIn("2,000 of them are drawn", self.find("#response-curves").text)

    def test_all_figures_of_a_sweep_follow_its_measure(self):
        self.open("sweep_grid")
        self.js("document.querySelector('#response-curves details').open = true")
        self.until(lambda: self.js("return document.querySelectorAll('#response-curves tbody tr').length") == 8, "no table")
        parts = ["#response-curves svg", "#response-curves tbody", "#two-factors svg", "#all-points svg", "#extremes table"]
        before = [self.find(part).text for part in parts]
        self.choose_measure("1")
        for part, text in zip(parts, before):
            self.assertNotEqual(self.find(part).text, text, part)
        self.assertIn("%", self.find("#two-factors svg").text)
        self.choose_measure("2")  # the same at every point
        self.assertEqual(self.browser.get_log("browser"), [])

    def test_an_optimisation_draws_each_measure_and_says_what_is_kept(self):
        self.open("optimisation")
        self.assertIn("effect on engaged fans abroad", self.text("#front-chart svg"))
        self.js("document.querySelectorAll('#front-chart input')[2].click()")
        self.assertIn("effect on leadership", self.text("#front-chart svg"))
        self.assertIn("Implausible: 'posts_per_week' sets", self.text(".headline"))
        plans = self.text("#plans table")
        for words in ["Plan 5, chosenimplausible", "Plan 2, beaten by plan 3", "Plan 3, most robust", "undecided", "not kept", "at least \u22121.5\u00a0points"]:
            self.assertIn(words, plans)
        self.assertEqual(self.js("return document.querySelectorAll('#sets strong').length"), 3)

    def test_fans_gained_by_the_change_are_told_from_luck(self):
        self.open("comparison")
        self.assertIn("through the market", self.text("#reasons table"))
        reached = self.text("#won-through svg")
        self.js("document.querySelectorAll('#won-through input')[1].click()")
        self.assertNotEqual(self.text("#won-through svg"), reached)

    def test_curves_of_a_sweep_hold_means_with_intervals_over_seeds(self):
        self.open("sweep_grid")
        data = json.loads(self.find("#data").get_attribute("textContent"))["result"]
        full = [point["measures"][0] for point in data["points"] if point["values"][0] == 1]
        seeds = [sum(values) / len(full) for values in zip(*full)]
        mean = sum(seeds) / 4
        reach = 3.182 * (sum((value - mean) ** 2 for value in seeds) / 3 / 4) ** 0.5
        self.focus("#response-curves .tools button:nth-of-type(2)").send_keys(Keys.ENTER)
        row = list(csv.reader(self.downloaded("response-curves.csv").splitlines()))[5]
        self.assertEqual(row[:3], ["upload share", "1", "3"])
        for written, value in zip(row[3:], [mean, mean - reach, mean + reach]):
            self.assertAlmostEqual(float(written) / value, 1, places=5)

    def test_ranges_of_a_sweep_select_its_points(self):
        self.open("sweep_grid")
        all_points = self.points_listed()
        self.assertEqual(len(all_points), 10)
        self.drag(0, 0.1, 0.6)  # shares 0.25 and 0.5
        self.until(lambda: self.points_listed() != all_points, "the tables do not follow the range")
        self.assertEqual(sorted(map(int, self.points_listed())), [3, 4, 5, 6, 7, 8])
        self.assertIn("6 of 15 points selected", self.find(".measure-bar").text)
        self.assertRegex(self.find("#extremes .note").text, r"selected 6 of 15 points: upload share 0\.[01]\d* to 0\.[56]")
        self.assertEqual(self.js("return document.querySelectorAll('#all-points .strand.heat-out').length"), 1)
        strip = self.focus("#all-points .brush")
        self.assertEqual(strip.get_attribute("aria-label"), "Range of upload share")
        strip.send_keys(Keys.ESCAPE)
        self.until(lambda: self.points_listed() == all_points, "Escape does not clear the range")
        for _ in range(12):
            strip.send_keys(Keys.ARROW_DOWN)  # to 0.4
        self.until(lambda: len(self.points_listed()) == 6, "keys do not move the range")
        self.assertEqual(strip.get_attribute("aria-valuetext"), "0 to 0.4")
        self.find(".clear").click()
        self.assertEqual(self.points_listed(), all_points)

    def test_points_of_a_sweep_have_commands(self):
        self.open("sweep_grid")
        self.js("Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (text) => { window.copied = text; }}})")
        self.focus(".extremes .copy").send_keys(Keys.ENTER)
        self.until(lambda: self.find(".extremes .copy").text == "Copied", "nothing was copied")
        self.assertIn("hibiki run scenarios/strategies/early_video.toml", self.js("return window.copied"))
        self.assertIn("--set intervention.early_video.set=1.0", self.js("return window.copied"))

    def test_two_factors_of_a_sweep_are_chosen(self):
        self.open("sweep_saltelli")
        self.assertGreater(self.js("return document.querySelectorAll('#two-factors path.dots').length"), 5)
        self.focus("#two-factors input[name='two-factors-up'][value='1']").send_keys(Keys.ARROW_RIGHT)
        self.assertIn("Up: who", self.find("#two-factors svg").text)
        self.focus("#two-factors input[name='two-factors-across'][value='0']").send_keys(Keys.ARROW_LEFT)
        self.assertIn("two different factors", self.find("#two-factors").text)

    def test_sensitivity_is_sorted_and_has_luck(self):
        self.open("sweep_saltelli")
        names = self.js("return [...document.querySelectorAll('#sensitivity-indices .row-name')].map(one => one.textContent)")
        self.assertEqual(names, ["upload share", "marketing money", "who", "luck (between seeds)"])
        self.assertEqual(self.js("return document.querySelectorAll('#sensitivity-indices .whisker').length"), 8)
        self.choose_measure("1")
        self.assertIn("no sensitivity indices of this measure", self.find("#sensitivity-indices").text)
        self.open("sweep_morris")
        first = self.js("return document.querySelector('#elementary-effects .row-name').textContent")
        self.assertEqual(first, "chance that a fan recommends an act to factor 7")
        self.assertIn("12 %", self.find("#sensitivity").text)

    def test_only_part_of_many_rows_is_shown(self):
        self.open("sweep_many")
        self.focus("#all-points summary").send_keys(Keys.ENTER)
        self.until(lambda: self.js("return document.querySelectorAll('#all-points tbody tr').length") == 1000, "no table")
        self.assertIn("The first 1,000 rows of 5,000 rows", self.find("#all-points .tools .note").text)

    # Controls, by keyboard alone

    def test_tab_goes_through_the_page(self):
        self.open("variants")
        seen = []
        for _ in range(8):
            ActionChains(self.browser).send_keys(Keys.TAB).perform()
            seen.append(self.js("const one = document.activeElement; return one.className || one.id || one.tagName"))
        self.assertEqual(seen[0], "skip")
        self.assertIn("variant", seen)
        self.assertIn("theme", seen)
        self.assertIn("chart", " ".join(str(one) for one in seen) + self.js("return document.activeElement.outerHTML.slice(0, 40)"))

    def test_dark_by_wish_and_by_button(self):
        self.open("comparison")
        light = self.background()
        self.focus(".theme").send_keys(Keys.ENTER)
        dark = self.background()
        self.assertNotEqual(light, dark)
        self.assertEqual(self.find(".theme").get_attribute("aria-pressed"), "true")
        self.focus(".theme").send_keys(Keys.SPACE)
        self.assertEqual(self.background(), light)
        self.emulate_media(scheme="dark")
        self.open("comparison")
        self.assertEqual(self.background(), dark)

    def test_radio_buttons_change_the_matrix(self):
        self.open("comparison")
        before = self.find("#flow-matrix svg").text
        self.focus("#flow-matrix input[value='difference']").send_keys(Keys.ARROW_RIGHT)
        self.assertTrue(self.find("#flow-matrix input[value='variant']").is_selected())
        self.assertNotEqual(self.find("#flow-matrix svg").text, before)

    def test_reasons_are_told_measure_by_measure(self):
        self.open("comparison")
        self.focus("#parts input[value='engaged_abroad']").send_keys(Keys.ARROW_RIGHT)
        self.assertIn("Leadership", self.find("#parts svg").text)
        self.focus("#first-weeks input[value='weeks']").send_keys(Keys.ARROW_RIGHT)
        self.assertIn("2024", self.find("#first-weeks svg").text)

    def test_the_slider_changes_the_map(self):
        self.open("comparison")
        before = self.find("#map-of-markets svg").text
        slider = self.focus("#map-of-markets input[type='range']")
        slider.send_keys(Keys.ARROW_LEFT * 10)
        self.assertEqual(self.find("#map-of-markets output").text, "2014")
        self.assertNotEqual(self.find("#map-of-markets svg").text, before)

    def test_arrow_keys_read_along_a_chart(self):
        self.open("comparison")
        self.focus("#paired-difference svg").send_keys(Keys.END)
        last = self.find("#paired-difference .reading").text
        self.assertRegex(last, r"1.Oct.2024: \+[\d.]+.M.people, 95 % interval")
        self.focus("#paired-difference svg").send_keys(Keys.ARROW_LEFT)
        self.assertRegex(self.find("#paired-difference .reading").text, r"1.Jul.2024")

    def test_the_selector_changes_the_variant(self):
        self.open("variants")
        first = self.find("h1").text
        self.focus("#variant").send_keys(Keys.ARROW_DOWN)
        self.until(lambda: self.find("h1").text != first, "the variant did not change")
        self.assertIn("Korean agencies", self.find("h1").text)
        self.assertEqual(self.browser.get_log("browser"), [])

    def test_the_search_finds_parameters(self):
        self.open("comparison")
        rows = "return document.querySelectorAll('.parameters tbody tr').length"
        self.assertEqual(self.js(rows), 120)
        self.focus("#parameter-search").send_keys("engagement [M]")
        self.until(lambda: self.js(rows) == 20, "the search does not narrow")
        self.focus("#parameter-search").send_keys("nobody")
        self.until(lambda: self.js(rows) == 0, "the search finds what is not there")

    def test_numbers_stand_behind_each_chart(self):
        self.open("comparison")
        self.focus("#leadership-over-time summary").send_keys(Keys.ENTER)
        self.until(lambda: self.js("return document.querySelectorAll('#leadership-over-time tbody tr').length") == 35, "no table")

    # What can be taken away

    def test_charts_download_as_png(self):
        self.open("comparison")
        self.focus("#paired-difference button[aria-label^='Download the chart as PNG']").send_keys(Keys.ENTER)
        path = self.place / "paired-difference.png"
        self.until(lambda: path.exists() and path.stat().st_size > 0, "no picture was saved")
        self.assertEqual(path.read_bytes()[:8], b"\x89PNG\r\n\x1a\n")
        self.assertEqual(int.from_bytes(path.read_bytes()[16:20], "big"), 2 * self.js("return document.querySelector('#paired-difference svg').viewBox.baseVal.width"))

    def test_charts_download_as_svg(self):
        self.open("comparison")
        self.focus("#flow-matrix .tools button").send_keys(Keys.ENTER)
        text = self.downloaded("flow-matrix.svg")
        root = xml.etree.ElementTree.fromstring(text)
        self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
        self.assertGreater(len(root.findall(".//{http://www.w3.org/2000/svg}rect")), 196)
        self.assertNotRegex(text, r"var\(|class=\"(cell|label)")
        self.assertEqual(set(re.findall(r"url\((?:&quot;|\")#([\w-]+)", text)) - set(re.findall(r'id="([\w-]+)"', text)), set())

    def test_data_download_as_csv(self):
        self.open("comparison")
        self.focus("#paired-difference .tools button:nth-of-type(2)").send_keys(Keys.ENTER)
        rows = list(csv.reader(self.downloaded("paired-difference.csv").splitlines()))
        self.assertEqual(len(rows), 1 + 140)
        self.assertEqual(rows[0][:5], ["quarter", "mean", "low", "high", "pair 1"])
        self.assertEqual({len(row) for row in rows}, {4 + 32})

    def test_every_chart_and_its_data_can_be_saved(self):
        """Browsers stop a page that saves dozens of files at once: here what would be saved is looked at instead."""
        self.open("comparison")
        saved = self.browser.execute_async_script("""
            const done = arguments[0], texts = [];
            HTMLAnchorElement.prototype.click = function () {};
            URL.createObjectURL = (blob) => { texts.push(blob.text()); return 'blob:none'; };
            const figures = [...document.querySelectorAll('figure')];
            for (const figure of figures) for (const button of figure.querySelectorAll('.tools button')) button.click();
            Promise.all(texts).then((all) => done(figures.map((figure, i) => [figure.id, all[2 * i], all[2 * i + 1]])));""")
        self.assertGreaterEqual(len(saved), 18)
        for name, svg, data in saved:
            with self.subTest(name):
                xml.etree.ElementTree.fromstring(svg)
                self.assertGreater(len(svg), 1000)
                rows = list(csv.reader(data.splitlines()))
                self.assertGreater(len(rows), 1)
                self.assertEqual({len(row) for row in rows}, {len(rows[0])})

    def test_prints_without_controls_in_light(self):
        self.open("comparison")
        light = self.background()
        self.emulate_media(media="print", scheme="dark")
        hidden = self.js("return [...document.querySelectorAll('.controls, .tools, .contents')].filter(one => getComputedStyle(one).display !== 'none').length")
        self.assertEqual(hidden, 0)
        self.assertEqual(self.js("return getComputedStyle(document.querySelector('h1')).color"), "rgb(26, 26, 24)")
        self.assertTrue(light)
        self.emulate_media()
        printed = self.browser.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
        self.assertGreater(len(printed["data"]), 100_000)


if __name__ == "__main__":
    require_chromium()
    report_pages = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main(verbosity=1)
