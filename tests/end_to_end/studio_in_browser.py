#!/usr/bin/python3
"""The studio in a real browser: asked by hand and by keyboard, answered as `compare` answers, closed to other pages.

Usage: studio_in_browser.py HIBIKI SCENARIO      the program, and a small scenario with scenes A, B and C
Exit code 77 where there is no chromium or no selenium. With HIBIKI_SCREENSHOTS=DIR it leaves pictures there.
"""
import http.server
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request

from browser import require_chromium, start_browser
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

WAIT_S = 60
hibiki = scenario = None

ATTACK = """<!doctype html><title>attack</title><iframe id="frame" src="PAGE"></iframe><script>
async function attempt(name, make) {
  try { const r = await make(); document.body.append(`${name}:${r.type === 'opaque' ? 'opaque' : r.status};`); }
  catch { document.body.append(`${name}:blocked;`); }
}
const body = JSON.stringify({window: 'evil', question: {title: 'evil', changes: []}});
(async () => {
  await attempt('post', () => fetch('PAGEask', {method: 'POST', credentials: 'include', body}));
  await attempt('plain', () => fetch('PAGEask', {method: 'POST', mode: 'no-cors', credentials: 'include', body}));
  await attempt('save', () => fetch('PAGEsave', {method: 'POST', mode: 'no-cors', credentials: 'include',
                                                 body: JSON.stringify({name: 'evil', question: {changes: []}})}));
  await attempt('read', () => fetch('PAGEsaved', {credentials: 'include'}));
  document.body.append('done');
})();
</script>"""


class Studio:
    """The program, serving a scenario."""

    def __init__(self, folder, fans="300"):
        self.saved = pathlib.Path(folder) / "saved"
        self.process = subprocess.Popen([hibiki, "studio", scenario, "--no-open", "--fans", fans, "--saved", self.saved],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().strip()
        self.origin, self.token = self.address.split("?token=")

    def get(self, path):
        request = urllib.request.Request(self.origin + path, headers={"X-Hibiki-Token": self.token})
        with urllib.request.urlopen(request, timeout=WAIT_S) as response:
            return response.read()

    def status(self, path):
        try:
            self.get(path)
            return 200
        except urllib.error.HTTPError as error:
            return error.code

    def stop(self):
        self.process.terminate()
        code = self.process.wait(WAIT_S)
        self.process.stdout.close()
        return code


class StudioInBrowser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="hibiki-studio-")
        cls.studio = Studio(cls.folder.name)
        cls.browser = start_browser(cls.folder.name)

    @classmethod
    def tearDownClass(cls):
        cls.browser.quit()
        cls.ended_with = cls.studio.stop()
        cls.folder.cleanup()
        assert cls.ended_with == 0, cls.ended_with

    def setUp(self):
        self.resize(1280)
        self.open()

    # Helpers

    def resize(self, width, height=900):
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                     {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def open(self, hash=""):
        self.browser.get("about:blank")
        self.browser.get_log("browser"), self.browser.get_log("performance")
        self.browser.get(self.studio.address)
        if hash:
            self.browser.get("about:blank")
            self.browser.get(self.studio.origin + hash)
        self.until(lambda: self.js("return document.querySelectorAll('.lever .today').length > 5"), "the levers are not shown")

    def js(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def find(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.js("return document.querySelector(arguments[0])?.textContent ?? ''", selector)

    def until(self, condition, otherwise):
        end = time.monotonic() + WAIT_S
        while not condition():
            self.assertLess(time.monotonic(), end, f"{otherwise}; status: {self.text('.status')} {self.text('.trouble')}")
            time.sleep(0.02)

    def press(self, element_id, key, times=1):
        """Keys as a user presses them; the form may be made anew by each."""
        for _ in range(times):
            self.js("document.getElementById(arguments[0]).focus({preventScroll: true})", element_id)
            self.browser.switch_to.active_element.send_keys(key)

    def set(self, element_id, value):
        self.js("const e = document.getElementById(arguments[0]); e.value = arguments[1];"
                "for (const type of ['input', 'change']) e.dispatchEvent(new Event(type, {bubbles: true}))", element_id, value)

    def click(self, text):
        self.js("[...document.querySelectorAll('button')].find(one => one.textContent === arguments[0]).click()", text)

    def until_answered(self):
        self.until(lambda: self.js("return document.body.dataset.phase === 'done' && !!document.querySelector('.page-one')"), "no answer")

    def answer(self):
        """The answer's id."""
        return self.js("return document.querySelector('.files a').getAttribute('href')").split("/")[1]

    def result(self):
        return json.loads(self.studio.get(f"answers/{self.answer()}/compare.json"))

    def picture(self, name):
        if folder := os.environ.get("HIBIKI_SCREENSHOTS"):
            self.browser.save_screenshot(str(pathlib.Path(folder) / f"{name}.png"))

    # Tests

    def test_loads_without_errors_and_talks_to_nothing_else(self):
        self.set("lever-posts_per_week", 5)
        self.until_answered()
        self.assertEqual([entry["message"] for entry in self.browser.get_log("browser")], [])
        for entry in self.browser.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                self.assertTrue(message["params"]["request"]["url"].startswith((self.studio.origin, "data:", "about:", "blob:")), message)
        self.picture("answered")

    def test_the_token_leaves_the_address(self):
        self.assertNotIn("token", self.browser.current_url)

    def test_answers_by_keyboard_alone(self):
        self.press("lever-posts_per_week", Keys.PAGE_UP, 3)
        self.until(lambda: "moved" in self.js("return document.getElementById('lever-posts_per_week').closest('.lever').className"), "the lever did not move")
        self.assertEqual(self.js("return document.activeElement.id"), "lever-posts_per_week", "the form lost the focus")
        self.until_answered()
        self.assertIn("posts_per_week", json.dumps(self.result()["variants"][0]["levers"]))

    def test_every_control_can_be_reached_and_has_a_name(self):
        self.set("lever-posts_per_week", 5)
        self.until_answered()
        nameless = self.js("""return [...document.querySelectorAll('input, select, button, a, summary, [tabindex="0"]')].filter(one => {
          const named = one.getAttribute('aria-label') || one.getAttribute('aria-labelledby') || one.labels?.length || one.textContent.trim();
          return !named && one.type !== 'hidden';
        }).map(one => one.outerHTML.slice(0, 120))""")
        self.assertEqual(nameless, [])

    def test_gives_the_numbers_of_compare(self):
        self.set("lever-posts_per_week", 5)
        self.until_answered()
        result = self.result()
        self.set("file-name", "numbers")
        self.click("Save the scenario")
        self.until(lambda: "Saved as" in self.text(".hand-on .note"), "the scenario was not saved")
        words = shlex.split(self.text(".hand-on .note code"))
        run = subprocess.run([hibiki, *words[1:], "--json", "--keep", "summary", "--out", pathlib.Path(self.folder.name) / "compared"],
                             capture_output=True, text=True, check=True)
        compared = json.loads(run.stdout)
        self.assertEqual(result["variants"][0]["effects"], compared["variants"][0]["effects"])
        self.assertEqual(result["variants"][0]["digests"], compared["variants"][0]["digests"])
        self.assertEqual(result["variants"][0]["paired"], compared["variants"][0]["paired"])

    def test_a_link_holds_the_whole_question(self):
        self.set("lever-posts_per_week", 5)
        self.set("title", "Many posts")
        self.until_answered()
        link, before = self.browser.current_url, self.result()["variants"][0]["effects"]
        self.open("#" + link.split("#")[1])
        self.until_answered()
        self.assertEqual(float(self.js("return document.getElementById('lever-posts_per_week').value")), 5)
        self.assertEqual(self.js("return document.getElementById('title').value"), "Many posts")
        self.assertEqual(self.result()["variants"][0]["effects"], before)

    def test_a_broken_link_opens_the_usual_question(self):
        self.open("#q=bm90IGpzb24")
        self.assertEqual(self.js("return document.querySelectorAll('.lever.moved').length"), 0)

    def test_the_curve_is_drawn_before_the_answer(self):
        large = Studio(self.folder.name, "200000")
        self.addCleanup(large.stop)
        self.browser.get(large.address)
        self.until(lambda: self.text(".status").startswith("The baseline"), "no baseline")
        self.js("""window.drawn = window.answered = null; new MutationObserver(() => {
          if (document.querySelector('.live svg')) drawn ??= performance.now();
          if (document.querySelector('.page-one')) answered ??= performance.now();
        }).observe(document.querySelector('.answer'), {subtree: true, childList: true});
        window.start = performance.now()""")
        self.set("lever-posts_per_week", 5)
        self.until(lambda: self.js("return answered") is not None, "no answer")
        drawn, answered = self.js("return [drawn - start, answered - start]")
        print(f"from slider to first drawing {drawn:.0f} ms, to first pair {answered:.0f} ms", file=sys.stderr)
        self.assertLess(drawn, answered)
        self.assertIn("Rough answer", self.text(".status"))
        self.browser.get("about:blank")

    def test_bench_measures_by_the_browsers_clock(self):
        if "\n  bench " not in subprocess.run([hibiki, "--help"], capture_output=True, text=True).stdout:
            self.skipTest("built without benchmarks")
        run = subprocess.run([hibiki, "bench", "--studio", "--json", "--scenario", scenario], capture_output=True, text=True, timeout=5 * WAIT_S)
        self.assertEqual(run.returncode, 0, run.stderr)
        times = json.loads(run.stdout)
        self.assertIn(times["browser"], ["chromium", "google-chrome", "chromium-browser"])
        self.assertEqual(len(times["moves"]), 5)
        for move in times["moves"]:
            self.assertGreater(move["drawing_ms"], 0)
            self.assertGreaterEqual(move["pair_ms"], move["drawing_ms"])

    def test_says_why_in_one_sentence_and_three_parts(self):
        self.set("lever-posts_per_week", 5)
        self.until_answered()
        self.click("Split the effect into its parts")
        self.until(lambda: self.js("return !!document.querySelector('#why #parts svg')"), "no parts")
        self.assertRegex(self.text("#why .lead"), r"^Of .+ in 2.pairs: .+ directly, .+ by contagion between fans, .+ by rankings and income\.$")

    def test_a_budget_is_kept(self):
        self.set("lever-posts_per_week", 8)
        self.set("budget", 0.1)
        self.until(lambda: "more than the budget" in self.text(".budget"), "no word of the budget")
        self.click("Lower all to fit")
        self.until(lambda: "more than the budget" not in self.text(".budget"), "not lowered")
        self.assertLess(float(self.js("return document.getElementById('lever-posts_per_week').value")), 8)

    def test_what_is_pinned_stands_beside(self):
        self.set("lever-posts_per_week", 5)
        self.until_answered()
        self.js("document.getElementById('pin').click()")
        self.set("lever-tours.abroad", 1)
        self.until(lambda: self.js("return document.querySelectorAll('#ranking tbody tr').length") == 2, "no ranking")
        self.assertIn("the best", self.text("#ranking"))
        self.picture("pinned")

    def test_dates_are_moved_on_the_time_line(self):
        self.set("lever-posts_per_week", 5)
        self.until(lambda: self.js("return document.querySelectorAll('.handle').length") == 2, "no time line")
        before = self.js("return document.querySelector('.handle').getAttribute('aria-valuetext')")
        self.js("document.querySelector('.handle').focus()")
        self.browser.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
        self.until(lambda: self.js("return document.querySelector('.handle').getAttribute('aria-valuetext')") != before, "the handle did not move")
        self.until_answered()
        self.assertNotEqual(self.result()["variants"][0]["levers"][0]["from"], "")

    def test_a_mistake_is_shown_at_its_lever(self):
        self.set("lever-posts_per_week", 5)
        self.until_answered()
        self.js("const d = document.getElementById('lever-posts_per_week').closest('.lever').querySelector('details'); d.open = true")
        self.js("""const date = document.getElementById('lever-posts_per_week').closest('.lever').querySelectorAll('input[type=date]')[1];
                   date.value = '2001-01-01'; date.dispatchEvent(new Event('change', {bubbles: true}))""")
        self.until(lambda: self.js("return !!document.querySelector('.lever.moved .problem')"), "no problem is shown")
        self.assertIn("until", self.text(".lever.moved .problem"))

    def test_a_scenario_file_is_read_back(self):
        file = pathlib.Path(self.folder.name) / "mine.toml"
        file.write_text(f"extends = {json.dumps(os.path.abspath(scenario))}\ntitle = \"Mine\"\n[[intervention]]\nid = \"x\"\n"
                        "target = \"labels[home=B]\"\nlever = \"tours.abroad\"\nset = 0.75\nfrom = 2006-01-02\n", encoding="utf-8")
        self.find("#read-file").send_keys(str(file))
        self.until(lambda: self.js("return document.getElementById('title').value") == "Mine", "not read")
        self.assertEqual(float(self.js("return document.getElementById('lever-tours.abroad').value")), 0.75)
        self.until_answered()
        self.assertEqual(self.result()["variants"][0]["levers"][0]["change"], "set 0.75")

    def test_fits_every_width_light_and_dark(self):
        self.set("lever-posts_per_week", 5)
        self.until_answered()
        for width in (390, 800, 1400):
            for scheme in ("light", "dark"):
                with self.subTest(width=width, scheme=scheme):
                    self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
                    self.resize(width)
                    time.sleep(0.3)
                    self.assertLessEqual(self.js("return document.documentElement.scrollWidth"), width)
                    self.picture(f"{width}-{scheme}")
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})

    def test_a_closed_window_stops_its_work(self):
        first = self.browser.current_window_handle
        self.browser.switch_to.new_window("tab")
        self.browser.get(self.studio.origin)
        self.until(lambda: self.js("return document.querySelectorAll('.lever .today').length > 5"), "the levers are not shown")
        self.set("lever-posts_per_week", 3)
        self.until_answered()
        answer = self.answer()
        self.assertEqual(self.studio.status(f"answers/{answer}/state"), 200)
        self.browser.close()
        self.browser.switch_to.window(first)
        self.until(lambda: self.studio.status(f"answers/{answer}/state") == 404, "the answer was kept")

    def test_another_page_cannot_drive_it(self):
        attack = ATTACK.replace("PAGE", self.studio.origin).encode()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(attack)

            def log_message(self, *arguments):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            self.browser.get(f"http://127.0.0.1:{server.server_port}/")
            self.until(lambda: "done" in self.text("body"), "the attack did not run")
            seen = self.text("body")
            self.assertIn("post:blocked", seen)
            self.assertIn("read:blocked", seen)
            self.assertFalse((self.studio.saved / "evil.toml").exists())
            frame = self.find("#frame")
            self.browser.switch_to.frame(frame)
            self.assertEqual(self.js("return document.querySelectorAll('.lever').length"), 0)
            self.browser.switch_to.default_content()
        finally:
            server.shutdown()
            server.server_close()


if __name__ == "__main__":
    require_chromium()
    hibiki, scenario = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
