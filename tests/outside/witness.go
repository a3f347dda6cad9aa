// A witness of C2SP tlog-witness on the packages of Go's own checksum database: it remembers
// the last checkpoint of one log, and cosigns only what continues it.
//
//	witness LOGKEY
//
// It prints its verification key and its address, and ends with its input.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const name = "witness.example"

type witness struct {
	sync.Mutex
	log  note.Verifier
	key  ed25519.PrivateKey
	size int64
	root tlog.Hash
}

func keyHash(public []byte) []byte {
	sum := sha256.Sum256(append([]byte(name+"\n"), public...))
	return sum[:4]
}

func (w *witness) add(body []byte) (int, string) {
	head, signed, found := bytes.Cut(body, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	old, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "old "), 10, 64)
	if !found || err != nil {
		return 400, ""
	}
	var proof tlog.TreeProof
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return 400, ""
		}
		proof = append(proof, hash)
	}
	opened, err := note.Open(signed, note.VerifierList(w.log))
	if err != nil {
		return 403, ""
	}
	text := strings.Split(opened.Text, "\n")
	size, _ := strconv.ParseInt(text[1], 10, 64)
	root, _ := tlog.ParseHash(text[2])
	w.Lock()
	defer w.Unlock()
	if text[0] != w.log.Name() {
		return 404, ""
	}
	if old != w.size || size < old {
		return 409, fmt.Sprintf("%d\n", w.size)
	}
	if size == old && old > 0 && root != w.root {
		return 409, fmt.Sprintf("%d\n", w.size)
	}
	if old > 0 && size > old && tlog.CheckTree(proof, size, root, old, w.root) != nil {
		return 422, ""
	}
	w.size, w.root = size, root
	now := uint64(time.Now().Unix())
	signature := ed25519.Sign(w.key, []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", now, opened.Text)))
	public := append([]byte{4}, w.key.Public().(ed25519.PublicKey)...)
	line := binary.BigEndian.AppendUint64(keyHash(public), now)
	return 200, fmt.Sprintf("— %s %s\n", name, base64.StdEncoding.EncodeToString(append(line, signature...)))
}

func main() {
	verifier, err := note.NewVerifier(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	public, key, _ := ed25519.GenerateKey(rand.Reader)
	w := &witness{log: verifier, key: key}
	told := append([]byte{4}, public...)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	encoded := base64.StdEncoding.EncodeToString(told)
	fmt.Printf("%s+%x+%s http://%s\n", name, keyHash(told), encoded, listener.Addr())
	http.HandleFunc("/add-checkpoint", func(answer http.ResponseWriter, asked *http.Request) {
		body, _ := io.ReadAll(asked.Body)
		status, text := w.add(body)
		answer.WriteHeader(status)
		io.WriteString(answer, text)
	})
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	log.Fatal(http.Serve(listener, nil))
}
