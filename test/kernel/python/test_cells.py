import json
import time
from pathlib import Path

import pytest
import zmq
from kernels import Kernel, kernel_in

LOOK = {"look": "__import__('threadbook_kernel.look').look.glimpse()"}


def look(kernel: Kernel) -> dict:
    reply = kernel.run("", silent=True, user_expressions=LOOK).reply
    return reply["user_expressions"]["look"]["data"]["application/json"]


def test_a_traceback_shows_the_persons_lines_without_colours(kernel: Kernel) -> None:
    ran = kernel.run("def f(n):\n    return n / 0\nf(1)")
    number = ran.reply["execution_count"]
    assert ran.traceback.splitlines()[:4] == [
        "Traceback (most recent call last):",
        f"  Cell {number}, line 3",
        "    f(1)",
        f"  Cell {number}, line 2, in f",
    ]
    assert ran.traceback.endswith("ZeroDivisionError: division by zero")
    assert "\x1b" not in ran.traceback


def test_a_librarys_frames_are_one_line(kernel: Kernel) -> None:
    ran = kernel.run("import pandas as pd\npd.DataFrame({'a': [1]})['zzz']")
    assert "calls inside pandas" in ran.traceback
    assert len(ran.traceback.splitlines()) < 8


def test_causes_and_notes_are_kept(kernel: Kernel) -> None:
    code = "try:\n    1/0\nexcept Exception as e:\n    n = ValueError('bad'); n.add_note('a note'); raise n from e"
    traceback = kernel.run(code).traceback
    assert "ZeroDivisionError" in traceback and "direct cause" in traceback
    assert traceback.endswith("ValueError: bad\na note")


def test_a_deep_recursion_is_short(kernel: Kernel) -> None:
    traceback = kernel.run("def g(n): return h(n)\ndef h(n): return g(n)\ng(1)").traceback
    assert len(traceback.splitlines()) < 45
    assert "more calls" in traceback


def test_a_syntax_error_has_its_line_and_caret(kernel: Kernel) -> None:
    lines = kernel.run("for i in range(3)\n  print(i)").traceback.splitlines()
    assert lines[0].endswith(", line 1") and lines[2].strip() == "^"
    assert lines[-1] == "SyntaxError: expected ':'"


def test_an_exception_that_cannot_be_printed_is_still_reported(kernel: Kernel) -> None:
    ran = kernel.run("class E(Exception):\n    def __str__(self): 1/0\nraise E()")
    assert ran.reply["ename"] == "E"
    assert kernel.run("1").result == "1"


def test_an_interrupt_is_short_and_keeps_the_variables(kernel: Kernel) -> None:
    request = kernel.client.execute("import time\nkept = 1\nprint('begun', flush=True)\nwhile True: time.sleep(1)")
    kernel.await_text("begun")
    kernel.interrupt()
    ran = kernel.finish(request)
    assert ran.reply["ename"] == "KeyboardInterrupt"
    assert len(ran.traceback.splitlines()) <= 5
    assert kernel.run("kept").result == "1"


@pytest.mark.parametrize("code", ["input('name? ')", "import getpass; getpass.getpass()"])
def test_nobody_is_at_the_keyboard(kernel: Kernel, code: str) -> None:
    ran = kernel.run(code)
    assert ran.reply["ename"] == "EOFError"
    assert "put the value into a variable" in ran.reply["evalue"]
    assert "inside" not in ran.traceback


def test_a_breakpoint_is_passed_over(kernel: Kernel) -> None:
    assert "on\n" in kernel.run("breakpoint(); print('on')").text


def test_a_huge_text_goes_out_in_messages_that_the_bot_can_take(kernel: Kernel) -> None:
    ran = kernel.run("print('x' * 3_500_000)")
    assert len(ran.text) == 3_500_001


@pytest.mark.parametrize("module", ["tqdm", "tqdm.auto", "tqdm.notebook", "tqdm.autonotebook"])
def test_a_progress_bar_is_a_line_of_text(kernel: Kernel, module: str) -> None:
    text = kernel.run(f"from {module} import tqdm\nfor _ in tqdm(range(3), desc='汉字'): pass").text
    assert "汉字: 100%" in text and "\r" in text
    assert "IProgress" not in text


def test_a_missing_package_is_named_with_what_serves_instead(kernel: Kernel) -> None:
    ran = kernel.run("import sklearn.linear_model")
    assert (ran.reply["ename"], ran.reply["evalue"]) == ("ModuleNotFoundError", "No module named 'sklearn'")
    assert "scipy" in ran.traceback and "nothing can be installed" in ran.traceback
    caught = kernel.run("try:\n    import sklearn\nexcept ImportError as e: print(e, e.name)")
    assert caught.text == "No module named 'sklearn' sklearn\n"


@pytest.mark.parametrize("code", ["!pip install plotly", "%pip install -q plotly==5", "!python -m pip install plotly"])
def test_nothing_is_installed(kernel: Kernel, code: str) -> None:
    ran = kernel.run(code)
    assert ran.reply["ename"] == "ModuleNotFoundError"
    assert "seaborn" in ran.reply["evalue"]
    assert kernel.run("!pip install pandas").text == "Already installed: pandas.\n"


@pytest.mark.parametrize("code", ["exit()", "quit()", "import sys; sys.exit(1)"])
def test_exit_ends_the_cell_and_keeps_python(kernel: Kernel, code: str) -> None:
    kernel.run("kept = 2")
    ran = kernel.run(f"{code}\nprint('not reached')")
    assert ran.text == ""
    assert ran.reply["ename"] == "SystemExit"
    assert kernel.run("kept").result == "2"


def test_await_works_at_the_top_of_a_cell(kernel: Kernel) -> None:
    assert kernel.run("import asyncio\nawait asyncio.sleep(0)\n'done'").result == "'done'"


def test_tables_keep_their_columns_and_chinese_is_aligned(kernel: Kernel) -> None:
    wide = kernel.run("import pandas as pd, numpy as np\npd.DataFrame(np.arange(40).reshape(2, 20) * 10**6)").result
    assert "..." not in wide and max(map(len, wide.splitlines())) <= 110
    aligned = kernel.run("pd.DataFrame({'名字': ['张三', '李四光'], '年龄': [1, 200]})").result.splitlines()
    assert aligned == ["     名字  年龄", "0    张三     1", "1  李四光   200"]
    assert len(kernel.run("pd.DataFrame({'a': range(1000)})").result.splitlines()) < 25


def test_what_other_programs_print_belongs_to_the_cell(kernel: Kernel) -> None:
    assert kernel.run("import os; _ = os.system('echo one; echo two')").text == "one\ntwo\n"
    assert kernel.run("!echo three").text.strip() == "three"


FORKS = """
import os
print("first", end=" ")
children = []
for name in "abc":
    child = os.fork()
    if child == 0:
        for number in range(2_000): print(name, number)
        print(name, end=" is through", flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""


def test_what_forked_processes_print_is_complete_and_in_order(kernel: Kernel) -> None:
    printed = [f"{name} {number}\n" for name in "abc" for number in range(2_000)]
    for at, name in ((6_000, "c"), (4_000, "b"), (2_000, "a")):
        printed.insert(at, f"{name} is through")
    assert kernel.run(FORKS).text == "first " + "".join(printed)


def test_a_pools_processes_print_to_the_cell(kernel: Kernel) -> None:
    code = "import multiprocessing\nwith multiprocessing.Pool(2) as pool: pool.map(print, ['ä' * 9] * 100)"
    assert kernel.run(code).text == ("ä" * 9 + "\n") * 100


@pytest.mark.parametrize(
    ("end", "status"), [("sys.exit(3)", 3), ("'its last line'", 0), ("1 / 0", 1), ("sys.exit('a reason')", 1)]
)
def test_a_forked_process_does_not_go_on_as_a_kernel(kernel: Kernel, end: str, status: int) -> None:
    ran = kernel.run(f"import os, sys\nif not (child := os.fork()): {end}\nelse: print(os.waitpid(child, 0)[1] >> 8)")
    told = ran.text.replace(f"{status}\n", "")
    assert ran.reply["status"] == "ok" and told != ran.text
    assert ("ZeroDivisionError" in told, "reason" in told, told == "") == (
        end == "1 / 0",
        "reason" in end,
        status in (0, 3),
    )
    assert kernel.run("print('alive')").text == "alive\n"


def test_characters_of_other_programs_stay_whole(kernel: Kernel) -> None:
    assert kernel.run("import os; _ = os.system(r\"printf '\\344'; sleep 0.05; printf '\\270\\255'\")").text == "\u4e2d"


LATE = """
import threading
go = threading.Event()
def late():
    go.wait(); print('late words', flush=True); display('late thing')
thread = threading.Thread(target=late); thread.start()
"""


def test_late_output_of_a_thread_names_the_cell_that_started_it(kernel: Kernel) -> None:
    first = kernel.client.execute(LATE)
    kernel.finish(first)
    ran = kernel.run("go.set(); thread.join(); print('own')")
    assert ran.text == "own\n" and ran.shown == []
    assert [stray["parent_header"]["msg_id"] for stray in ran.strays] == [first] * len(ran.strays)
    assert len(ran.strays) >= 2


def test_work_given_to_an_old_pool_belongs_to_the_cell_that_gave_it(kernel: Kernel) -> None:
    kernel.run("from concurrent.futures import ThreadPoolExecutor\np = ThreadPoolExecutor(1)")
    kernel.run("p.submit(print, 'a').result()")
    assert kernel.run("p.submit(print, 'b').result()").text == "b\n"


def test_another_part_of_an_earlier_result_can_be_read(kernel: Kernel) -> None:
    number = kernel.run("print('0123456789' * 1000); 'the value'").reply["execution_count"]
    assert kernel.run("print(earlier_output(-1, 5, 10))").text == "5678901234\n"
    assert kernel.run("print(earlier_output(start=-13))").text.strip() == "\n'the value'".strip()
    shown = kernel.run(f"earlier_output({number}, 9990, 5)").result
    assert shown == f"[cell {number}: characters 9990 to 9995 of 10013]\n01234"
    assert "Kept are cells" in kernel.run("earlier_output(99999)").reply["evalue"]


def test_a_look_names_variables_and_runs_nothing_of_the_persons(kernel: Kernel) -> None:
    kernel.run("""
import numpy as np
class Meta(type):
    def __eq__(self, other): print('ran')
    __hash__ = type.__hash__
class Hostile(metaclass=Meta):
    def __getattribute__(self, name): print('ran')
    def __repr__(self): print('ran')
    def __len__(self): print('ran')
hostile = Hostile(); inside = [hostile]; big = 10**100000; table = np.zeros((3, 4)); words = '字' * 500
""")
    ran = kernel.run("", silent=True, user_expressions=LOOK)
    assert ran.text == ""
    seen = {one["name"]: one for one in look(kernel)["variables"]}
    assert seen["hostile"] == {"name": "hostile", "type": "Hostile"}
    assert seen["table"]["shape"] == [3, 4] and seen["table"]["bytes"] == 96
    assert len(seen["words"]["repr"]) <= 80 and "bits" in seen["big"]["repr"]
    assert not {"exit", "quit", "In", "Out", "get_ipython", "earlier_output", "np"} & set(seen)
    assert look(kernel)["memory_bytes"] > 10_000_000


def test_a_look_is_bounded(kernel: Kernel) -> None:
    kernel.run("globals().update({f'v{n}': n for n in range(300)})")
    seen = look(kernel)
    assert len(seen["variables"]) == 100 and seen["more"] >= 200
    kernel.run("for n in range(300): del globals()[f'v{n}']")


def test_scripts_find_no_arguments_of_the_kernel(kernel: Kernel) -> None:
    assert kernel.run("import argparse; argparse.ArgumentParser().parse_args()").result == "Namespace()"


def test_files_named_like_packages_do_not_keep_a_kernel_from_starting(short_folder: Path) -> None:
    for name in ("json", "numpy", "matplotlib", "threadbook_kernel", "IPython"):
        (short_folder / f"{name}.py").write_text("raise SystemExit('wrong one')")
    (short_folder / "mine.py").write_text("value = 7")
    with kernel_in(short_folder) as one:
        assert one.run("import mine; mine.value").result == "7"


SHOW_MANY = """
for number in range(500):
    display(f"{number} " + "x" * 4_000)
    with open("at", "w") as file: file.write(str(number))
"""


def test_nothing_is_lost_on_the_way_to_one_who_listens_late(kernel: Kernel) -> None:
    listener = deaf_listener(kernel)
    request = kernel.client.execute(SHOW_MANY)
    await_standstill(kernel.folder / "at")
    shown: list[str] = []
    while len(shown) < 500:
        _, _, _, header, parent, _, content = listener.recv_multipart()
        if json.loads(parent).get("msg_id") == request and json.loads(header)["msg_type"] == "display_data":
            shown.append(json.loads(content)["data"]["text/plain"].split()[0])
    listener.close()
    assert shown == [f"'{number}" for number in range(500)]
    kernel.finish(request)


PRINT_ON = """
printed = 0
while True:
    print("x" * 9_999)
    printed += 1
    with open("printed", "w") as file: file.write(str(printed))
"""


def test_a_cell_that_prints_faster_than_anyone_reads_is_held_up_and_can_be_stopped(kernel: Kernel) -> None:
    listener = deaf_listener(kernel)
    request = kernel.client.execute(PRINT_ON)
    await_standstill(kernel.folder / "printed")
    kernel.interrupt()
    listener.close()
    ran = kernel.finish(request)
    assert ran.reply["ename"] == "KeyboardInterrupt"
    assert len(ran.text) < 40_000_000
    assert int(kernel.run("printed").result) > 1_000


def test_one_who_prints_while_it_prints_waits_for_nobody(kernel: Kernel) -> None:
    assert len(kernel.run("import sys\nwith sys.stdout._buffer_lock: print('x' * 3_000_000)").text) == 3_000_001


def deaf_listener(kernel: Kernel) -> zmq.Socket[bytes]:
    """One for whom the kernel must keep what it says until it is read."""
    listener: zmq.Socket[bytes] = kernel.client.context.socket(zmq.SUB)
    listener.rcvhwm = 1
    listener.rcvtimeo = 20_000
    for topic in (b"", b"late"):
        listener.subscribe(topic)
    listener.connect(kernel.client._make_url("iopub"))
    listener.recv_multipart()  # Only a topic that nobody had asked for yet is welcomed.
    return listener


def await_standstill(path: Path) -> None:
    """Returns once what a cell writes into a file has been the same for a while."""
    written, at = "", time.monotonic()
    until = at + 20
    while not written or time.monotonic() < at + 0.5:
        assert time.monotonic() < until, "The cell goes on and on."
        now = path.read_text() if path.exists() else ""
        if now != written:
            written, at = now, time.monotonic()
        time.sleep(0.01)
