"""A small OpenAI-compatible server, run as a process: python -m tests.writer.serving FOLDER

It serves one tiny model of random weights under two names: ``noise`` refuses any form of answer
and writes what the weights say; ``shaped`` keeps to a JSON schema by xgrammar as vLLM does, and
likes words and quotation marks, since noise would never close a string. Prints its port, and ends
with its standard input.
"""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import torch
import xgrammar
from transformers import AutoTokenizer, LlamaForCausalLM

MOST = {"noise": 80, "shaped": 600}
QUOTES, WORDS = 6.0, 2.0


class Tiny:
    """The model behind both names."""

    def __init__(self, folder: Path) -> None:
        self.words = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self.model = LlamaForCausalLM.from_pretrained(folder, local_files_only=True).eval()
        self.size = self.model.config.vocab_size
        info = xgrammar.TokenizerInfo.from_huggingface(self.words, vocab_size=self.size)
        self.compiler = xgrammar.GrammarCompiler(info)
        pieces = [piece.decode("utf-8", "replace") for piece in info.decoded_vocab]
        liked = [QUOTES * (p == '"') + WORDS * (p.strip().isascii() and p.strip().isalpha())
                 for p in pieces]  # fmt: skip
        self.liking = torch.tensor(liked)

    @torch.no_grad()
    def write(self, prompt: str, seed: int, most: int, schema: object) -> tuple[str, int]:
        """Text and how many tokens it has."""
        draw = torch.Generator().manual_seed(seed)
        matcher = None
        if schema is not None:
            compiled = self.compiler.compile_json_schema(json.dumps(schema), any_whitespace=False)
            matcher = xgrammar.GrammarMatcher(compiled, terminate_without_stop_token=True)
        mask = xgrammar.allocate_token_bitmask(1, self.size)
        ids = self.words(prompt[-200:], return_tensors="pt").input_ids
        cache, told = None, []
        while len(told) < most and not (matcher and matcher.is_terminated()):
            out = self.model(ids, cache=cache, use_cache=True)
            logits, cache = out.logits[:, -1].clone(), out.cache
            logits[:, len(self.words) :] = -torch.inf
            if matcher is not None:
                logits += self.liking
                matcher.fill_next_token_bitmask(mask)
                xgrammar.apply_token_bitmask_inplace(logits, mask)
            token = int(torch.multinomial(logits.softmax(-1), 1, generator=draw))
            if matcher is None and token == self.words.eos_token_id:
                break
            if matcher is not None:
                assert matcher.accept_token(token)
            told.append(token)
            ids = torch.tensor([[token]])
        return self.words.decode(told), len(told)


class Handler(BaseHTTPRequestHandler):
    """GET /v1/models and POST /v1/chat/completions."""

    tiny: Tiny

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def reply(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        rows = [{"id": name, "object": "model"} for name in ("noise", "shaped")]
        found = self.path == "/v1/models"
        self.reply(200 if found else 404, {"object": "list", "data": rows} if found else {})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        form = asked.get("response_format", {})
        if asked["model"] == "noise" and form:
            self.reply(400, {"error": {"message": "response_format is not supported"}})
            return
        prompt = "\n".join(message["content"] for message in asked["messages"])
        schema = form.get("json_schema", {}).get("schema")
        most = min(asked["max_tokens"], MOST[asked["model"]])
        text, tokens = self.tiny.write(prompt, asked["seed"], most, schema)
        choice = {"index": 0, "message": {"role": "assistant", "content": text}}
        self.reply(200, {"choices": [choice], "usage": {"completion_tokens": tokens}})


def main(folder: Path) -> None:
    """Serve until standard input is closed."""
    torch.set_num_threads(1)
    Handler.tiny = Tiny(folder)
    server = HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    sys.stdin.read()
    server.shutdown()
    thread.join()
    server.server_close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
