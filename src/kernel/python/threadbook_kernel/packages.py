"""What to say when a package is missing, and to those who would install one."""

import importlib.metadata
import re
import shlex

INSTEAD = {
    "sklearn": "numpy and scipy (scipy.optimize, scipy.cluster, scipy.stats)",
    "scikit-learn": "numpy and scipy (scipy.optimize, scipy.cluster, scipy.stats)",
    "statsmodels": "scipy.stats and numpy.polyfit",
    "plotly": "matplotlib and seaborn",
    "bokeh": "matplotlib and seaborn",
    "altair": "matplotlib and seaborn",
    "pyecharts": "matplotlib and seaborn",
    "cv2": "Pillow (PIL) and scipy.ndimage",
    "opencv-python": "Pillow (PIL) and scipy.ndimage",
    "skimage": "Pillow (PIL) and scipy.ndimage",
    "scikit-image": "Pillow (PIL) and scipy.ndimage",
    "imageio": "Pillow (PIL)",
    "polars": "pandas",
    "duckdb": "pandas, or sqlite3",
    "pyarrow": "pandas with CSV or Excel files",
    "xlsxwriter": "openpyxl",
    "xlrd": "openpyxl (for .xlsx files)",
    "requests": "what is in the files here",
    "httpx": "what is in the files here",
    "yfinance": "what is in the files here",
    "numba": "numpy",
    "prettytable": "pandas (DataFrame.to_string)",
    "tabulate": "pandas (DataFrame.to_string)",
}

INSTALLER = re.compile(
    r"^\s*(?:sudo\s+)?(?:(?:\S*python[\d.]*\s+-m\s+)?pip[\d.]*|uv(?:\s+pip)?|conda|mamba)\s+(?:install|add)\b(.*)", re.S
)


def missing_sentence(name: str) -> str:
    """One sentence for a module that is not installed: what serves in its place, and whom to ask."""
    top = name.partition(".")[0]
    instead = INSTEAD.get(top.lower())
    advice = f"Use {instead} instead, or ask" if instead else "Ask"
    missing = f"{top} is not installed here, and nothing can be installed from here."
    return f"{missing} {advice} whoever runs the bot."


def refuse_install(command: str) -> str | None:
    """Looks at a shell command: None when it installs nothing; else raises for the first package that is missing.

    Returns a sentence when all that was asked for is there already.
    """
    match = INSTALLER.match(command)
    if match is None:
        return None
    wanted = [word for word in _words(match[1]) if not word.startswith("-")]
    for word in wanted:
        name = re.split(r"[\[<>=!~;@ ]", word, maxsplit=1)[0]
        if name and not _installed(name):
            raise ModuleNotFoundError(missing_sentence(name), name=name)
    return "Already installed: " + ", ".join(wanted) + "." if wanted else "Nothing can be installed here."


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text, comments=True)
    except ValueError:
        return text.split()


def _installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True
