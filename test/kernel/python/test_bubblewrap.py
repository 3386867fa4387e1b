from threadbook_kernel.sealed import template
from threadbook_kernel.sealed.bubblewrap import arguments
from threadbook_kernel.sealed.limits import read_limits


def pairs(words: list[str], option: str) -> list[tuple[str, str]]:
    return [(words[at + 1], words[at + 2]) for at, word in enumerate(words) if word == option]


def test_the_box_shows_the_thread_its_sockets_and_python_and_nothing_else_writable() -> None:
    words = arguments("/data/threads/t1", "/run/k1", "/fonts-of-the-bot", read_limits({"tmpMb": 7}))
    assert pairs(words, "--bind") == [("/run/k1", "/run/k1"), ("/data/threads/t1", template.FOLDER)]
    shown = [path for path, _ in pairs(words, "--ro-bind-try")]
    assert set(template.SYSTEM) <= set(shown)
    assert not {"/", "/usr", "/etc", "/home", "/root", "/var", "/run", "/proc", "/sys"} & set(shown)
    assert words[words.index("--tmpfs", words.index("/dev/shm") + 1) - 3] == str(7 << 20)


def test_the_box_has_namespaces_of_its_own_no_rights_and_no_environment() -> None:
    words = arguments("/t", "/s", "/f", read_limits({}))
    for option in ("--unshare-all", "--disable-userns", "--die-with-parent", "--new-session", "--clearenv"):
        assert option in words
    assert words[words.index("--cap-drop") + 1] == "ALL"
    # Whatever is mounted over the private /tmp must come after it.
    assert words.index("/tmp") < min(words.index(path) for path in template.python_folders())
