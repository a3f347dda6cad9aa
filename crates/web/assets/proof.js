// Checks in the browser that an event stands in the signed log: the hash of its entry, the path
// from it to the root (RFC 6962), the signature on the root (Ed25519), and the texts shown.
// It says what it checked; the page works without it.
"use strict";
(() => {
  const box = document.getElementById("proof");
  if (!box) return;
  const say = box.dataset;
  const list = document.createElement("ul");
  const note = document.createElement("p");
  box.append(note, list);
  const told = (sign, text, detail) => {
    const line = document.createElement("li");
    line.textContent = `${sign} ${text}${detail ? `: ${detail}` : ""}`;
    list.append(line);
  };
  if (!window.crypto || !crypto.subtle) {
    note.textContent = say.unable;
    box.dataset.result = "unable";
    return;
  }
  const bytes = (text) => new TextEncoder().encode(text);
  const base64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const hex = (text) => Uint8Array.from(text.match(/../g) || [], (two) => parseInt(two, 16));
  const text64 = (array) => btoa(String.fromCharCode(...array));
  const joined = (...parts) => {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
    return whole;
  };
  const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
  const same = (one, two) => one.length === two.length && one.every((byte, at) => byte === two[at]);
  const zero = Uint8Array.of(0);
  const one = Uint8Array.of(1);

  // RFC 9162, 2.1.3.2.
  const rootFrom = async (leaf, index, size, path) => {
    let [node, last, hash] = [index, size - 1, leaf];
    for (const sibling of path) {
      if (last === 0) throw new Error("path");
      if (node % 2 === 1 || node === last) {
        hash = await sha256(one, sibling, hash);
        while (node % 2 === 0 && node !== 0) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
      } else {
        hash = await sha256(one, hash, sibling);
      }
      [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
    }
    if (last !== 0) throw new Error("path");
    return hash;
  };

  const proofOf = (text) => {
    const at = text.indexOf("\n\n");
    const head = text.slice(0, at).split("\n");
    if (head[0] !== "c2sp.org/tlog-proof@v1") throw new Error("proof");
    const rest = head.slice(1).filter((line) => !line.startsWith("extra "));
    const index = Number(rest[0].replace("index ", ""));
    const checkpoint = text.slice(at + 2);
    const end = checkpoint.indexOf("\n\n");
    const body = checkpoint.slice(0, end + 1);
    const [origin, size, root] = body.split("\n");
    return {
      index, path: rest.slice(1).map(base64), origin, body, size: Number(size), root: base64(root),
      signatures: checkpoint.slice(end + 2).split("\n").filter((line) => line.startsWith("\u2014 ")),
    };
  };

  const isSigned = async (proof) => {
    const [name, hash, ...rest] = say.key.split("+");
    const key = base64(rest.join("+")).slice(1);
    const verifier = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    for (const line of proof.signatures) {
      const [, signer, encoded] = line.split(" ");
      const signature = base64(encoded);
      if (signer !== name || !same(signature.slice(0, 4), hex(hash))) continue;
      return crypto.subtle.verify({ name: "Ed25519" }, verifier, signature.slice(4), bytes(proof.body));
    }
    return false;
  };

  // An event is in a signed checkpoint within a minute; until then the answer is 503.
  const fetched = async (address) => {
    for (let tries = 0; tries < 20; tries += 1) {
      const answer = await fetch(address);
      if (answer.ok) return answer;
      if (answer.status !== 503) throw new Error(`${address}: ${answer.status}`);
      note.textContent = say.wait;
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
    throw new Error(address);
  };

  const check = async () => {
    note.textContent = say.checking;
    const position = Number(say.position);
    const proof = proofOf(await (await fetched(`/log/proof/${position}.tlog-proof`)).text());
    const entry = new Uint8Array(await (await fetched(`/log/entry/${position}`)).arrayBuffer());
    const { openings } = await (await fetched(`/log/openings/${position}`)).json();
    note.textContent = "";
    const leaf = await sha256(zero, entry);
    told("\u2713", say.leaf, text64(leaf));
    if (proof.index !== position - 1) throw new Error("index");
    if (!same(await rootFrom(leaf, proof.index, proof.size, proof.path), proof.root)) throw new Error(say.path);
    told("\u2713", say.path, `${proof.size}`);
    let signed;
    try {
      signed = await isSigned(proof);
    } catch (error) {
      told("?", say.signature, say.unable);
    }
    if (signed === false) throw new Error(say.signature);
    if (signed) told("\u2713", say.signature, proof.origin);
    const { commitments } = JSON.parse(new TextDecoder().decode(entry));
    for (const open of openings) {
      const key = await crypto.subtle.importKey(
        "raw", hex(open.opening), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
      const made = await crypto.subtle.sign("HMAC", key, joined(hex(open.context), bytes(open.plaintext)));
      if (!same(new Uint8Array(made), hex(commitments[open.path] || ""))) throw new Error(open.path);
    }
    if (openings.length) told("\u2713", say.texts, `${openings.length}`);
    note.textContent = say.keyTold;
    box.dataset.result = signed ? "held" : "unsigned";
  };

  check().catch((error) => {
    note.textContent = "";
    told("\u2717", say.failed, error.message);
    box.dataset.result = "failed";
  });
})();
