# A person at a terminal: keys go in, what is on the screen is looked for. Prints what it saw.
import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

os.environ["ASAN_OPTIONS"] = "detect_leaks=0"  # libedit keeps the names of keys that are added to it
os.environ.update(XDG_STATE_HOME=os.path.abspath("state"), TERM="xterm", LANG="C.UTF-8", LC_ALL="C.UTF-8")


class Terminal:
    def __init__(self, *command):
        self.child, self.fd = pty.fork()
        if self.child == 0:
            os.execvp(command[0], command)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.seen = ""

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            more = os.read(self.fd, 65536)
        except OSError:
            return False
        self.seen += more.decode("utf-8", "replace")
        return bool(more)

    def see(self, text):  # everything up to it is done with
        end = time.time() + 20
        while text not in self.plain() and time.time() < end:
            self.read(0.5)
        if text not in self.plain():
            sys.exit("not seen: %r in %r" % (text, self.plain()))
        self.seen = self.plain().split(text, 1)[1]
        print("seen:", text)

    def plain(self):
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[()=>][0B]?|\r|\x07", "", self.seen)

    def keys(self, text):
        os.write(self.fd, text.encode())

    def prompt(self, text="> "):  # at the end of what is there
        end = time.time() + 20
        while not self.plain().endswith("\n" + text) and time.time() < end:
            self.read(0.5)
        if not self.plain().endswith("\n" + text):
            sys.exit("no prompt in %r" % self.plain())
        self.seen = ""
        time.sleep(0.2)  # the editor writes the prompt, then takes the keys one by one

    def end(self):
        while self.read(10):
            pass
        for _ in range(100):
            done, status = os.waitpid(self.child, os.WNOHANG)
            if done:
                print("exit", os.waitstatus_to_exitcode(status))
                return
            time.sleep(0.1)
        os.kill(self.child, 9)
        sys.exit("it goes on")


t = Terminal("rubric", "repl", "play.rubric", "play.csv", "--now", "2026-11-20T15:00Z")
t.prompt()
t.keys(":lead \t\t")
t.see("1  2  3")
t.keys("\x15:le\t1\r")         # Ctrl-U: the line anew
t.see("lead 1 is routed")
t.prompt()
t.keys("empl\t")
t.see("employees")
t.keys(" = 30\r")
t.see("Mid-size")
t.prompt()
t.keys("consent is \t\t")
t.see('"out"')
t.see('"in"')
t.see('consent is "')
t.keys("x\x03")                # Ctrl-C drops the line, not the lead
t.see("^C")
t.prompt()
t.keys("company = {\r")
t.prompt("\u2026 ")
t.keys("\x03")
t.prompt()
t.keys("employees\r")
t.see("30  (an integer)")
t.prompt()
t.keys("title = \"\u65e5\u672c \u00fcnicode VP\"\r")
t.see("the decision stays as it is")
t.prompt()
t.keys("\x1b[A\x1b[A\r")      # Up, Up: employees again
t.see("30  (an integer)")
t.prompt()
t.keys("\x04")
t.end()
print(oct(os.stat("state/rubric/repl_history").st_mode & 0o777), oct(os.stat("state/rubric").st_mode & 0o777))
print(open("state/rubric/repl_history", encoding="utf-8").read(), end="")
t = Terminal("rubric", "repl", "play.rubric", "--now", "2026-11-20T15:00Z")
t.prompt()
t.keys("\x1b[A\x1b[A\r")      # of the session before
t.see("Decider")
t.prompt()
t.keys("company = {\r")
t.prompt("\u2026 ")
t.keys("\x04")
t.prompt()
t.keys(":quit\r")
t.end()
