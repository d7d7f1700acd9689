"""A small SMTP server that can be told to misbehave."""

import socket
import socketserver
import threading
import time


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        server = self.server
        server.connections += 1
        self.say(server.greeting)
        recipient = ""
        while line := self.rfile.readline().decode(errors="replace").strip():
            verb = line.split(" ")[0].upper()
            if verb == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
                self.say(server.answers.get(recipient, "250 ok"))
            elif verb == "DATA":
                self.take_text(recipient)
            elif verb == "MAIL":
                self.say(server.answers.get("MAIL", "250 ok"))
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take_text(self, recipient):
        behaviour = self.server.behaviour.get(recipient, "")
        if behaviour == "hang":
            time.sleep(self.server.hang_seconds)
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.decode())
        self.server.taken.append((recipient, "".join(lines)))
        if behaviour == "drop":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.say("250 taken")

    def say(self, text):
        try:
            self.wfile.write(f"{text}\r\n".encode())
        except OSError:
            return


class MailServer(socketserver.ThreadingTCPServer):
    """`answers` maps a recipient (or MAIL) to the reply, `behaviour` a recipient to "hang" or "drop"."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.greeting = "220 ready"
        self.answers, self.behaviour = {}, {}
        self.hang_seconds = 2
        self.taken: list[tuple[str, str]] = []
        self.connections = 0
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()

    @property
    def port(self):
        return self.server_address[1]

    @property
    def recipients(self):
        return [recipient for recipient, _ in self.taken]
