import base64
import struct

from kernels import Kernel

PLOT = "import matplotlib.pyplot as plt, matplotlib\n"


def size_of(content: dict) -> tuple[int, int]:
    return struct.unpack(">II", base64.b64decode(content["data"]["image/png"])[16:24])


def test_a_figure_left_open_is_shown_once_without_any_magic(kernel: Kernel) -> None:
    ran = kernel.run(PLOT + "plt.plot([1, 2])")
    assert len(ran.figures) == len(ran.shown) == 1
    width, height = size_of(ran.figures[0])
    assert 700 < width < 1400 and 500 < height < 1000
    assert len(ran.figures[0]["data"]["image/png"]) * 3 / 4 < 100_000
    assert kernel.run("1").figures == []


def test_figures_come_in_order_each_once_and_closed_ones_not(kernel: Kernel) -> None:
    code = """
fig = plt.figure(); plt.title('first'); plt.show(); print('between')
plt.figure(); plt.title('second'); plt.figure(); plt.title('third')
gone = plt.figure(); plt.title('closed'); plt.close(gone)"""
    ran = kernel.run(PLOT + code)
    assert [figure["metadata"]["threadbook"]["alt"] for figure in ran.figures] == ["first", "second", "third"]
    order = [message["msg_type"] for message in ran.messages if message["msg_type"] in ("stream", "display_data")]
    assert order == ["display_data", "stream", "display_data", "display_data"]


def test_a_figure_shown_by_hand_comes_again_only_when_it_has_changed(kernel: Kernel) -> None:
    assert len(kernel.run(PLOT + "fig, ax = plt.subplots(); ax.plot([1]); fig").figures) == 1
    assert len(kernel.run("fig, ax = plt.subplots(); ax.plot([1]); fig.show()").figures) == 1
    assert len(kernel.run("fig, ax = plt.subplots(); display(fig); ax.set_title('changed')").figures) == 2


def test_no_choice_of_backend_hides_a_figure(kernel: Kernel) -> None:
    for choice in (
        "matplotlib.use('Agg')",
        "plt.switch_backend('TkAgg')",
        "plt.ioff()",
        "%matplotlib agg",
        "%config InlineBackend.figure_format = 'svg'",
    ):
        ran = kernel.run(PLOT + choice + "\nplt.plot([1])")
        assert len(ran.figures) == 1, choice
        assert ran.reply["status"] == "ok"


def test_a_figure_says_its_titles_and_labels_in_bounds(kernel: Kernel) -> None:
    ran = kernel.run(PLOT + "plt.suptitle('Sales'); plt.title('May'); plt.xlabel('day'); plt.ylabel('sum')")
    assert ran.figures[0]["metadata"]["threadbook"]["alt"] == "Sales; May, x: day, y: sum"
    ran = kernel.run("plt.title('x' * 5000)\nplt.savefig('a.png')")
    assert len(ran.figures[0]["metadata"]["threadbook"]["alt"]) == 300


def test_a_huge_figure_is_made_smaller(kernel: Kernel) -> None:
    width, height = size_of(kernel.run(PLOT + "plt.figure(figsize=(200, 100)); plt.plot([1])").figures[0])
    assert width * height < 35_000_000


def test_pictures_are_shown_as_png(kernel: Kernel) -> None:
    ran = kernel.run("from PIL import Image\nim = Image.new('RGB', (30, 20)); display(im); im.show(); im")
    assert [size_of(figure) for figure in ran.figures] == [(30, 20)] * 3
    assert ran.figures[0]["metadata"]["threadbook"]["alt"] == "30 × 20 pixels"
    assert size_of(kernel.run("Image.new('F', (5, 5))").figures[0]) == (5, 5)


def test_an_error_shows_what_was_drawn_before_it(kernel: Kernel) -> None:
    ran = kernel.run(PLOT + "plt.plot([1]); 1/0")
    assert len(ran.figures) == 1
    assert ran.reply["ename"] == "ZeroDivisionError"


CHINESE = """
import numpy, seaborn, logging, warnings
warnings.simplefilter('error')
seen = []
class Seen(logging.Handler):
    def emit(self, record): seen.append(record.getMessage())
logging.getLogger('matplotlib').addHandler(Seen())
def ink(text):
    fig = plt.figure(); fig.text(0.1, 0.5, text, fontsize=40); fig.canvas.draw()
    dark = numpy.asarray(fig.canvas.buffer_rgba())[..., 0] < 128
    plt.close(fig)
    return dark
def drawn():
    return not (ink('你好') == ink('再见')).all() and not (ink('你 $x$') == ink('再 $x$')).all() and not (
        ink('−5')[:, :200] == ink('5')[:, :200]).all()
"""
CHOICES = (
    "pass",
    "seaborn.set_theme()",
    "plt.style.use('ggplot')",
    "plt.rcdefaults()",
    "plt.rcParams['font.sans-serif'] = ['SimHei']; plt.rcParams['axes.unicode_minus'] = False",
    "matplotlib.rc('font', family='Microsoft YaHei')",
    "plt.rcParams['mathtext.fontset'] = 'cm'",
)


def test_chinese_is_drawn_whatever_fonts_a_program_asks_for(kernel: Kernel) -> None:
    assert kernel.run(PLOT + CHINESE).reply["status"] == "ok"
    for choice in CHOICES:
        ran = kernel.run(f"{choice}\ndrawn(), seen")
        assert ran.traceback == "", choice
        assert ran.result == "(True, [])", choice
    kernel.run("warnings.resetwarnings(); plt.rcdefaults()")
