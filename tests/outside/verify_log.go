// Replays and verifies a public log with none of its own code: the signed note, every entry up
// to the root, the inclusion of each, a served proof, and consistency with an earlier checkpoint.
//
//	verify_log BASE KEY POSITION EARLIER
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) (found []tlog.Hash, err error) {
	for _, index := range indexes {
		found = append(found, s[index])
	}
	return found, nil
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func get(url string) []byte {
	answer := must(http.Get(url))
	if answer.StatusCode != 200 {
		log.Fatalf("%s: %s", url, answer.Status)
	}
	return must(io.ReadAll(answer.Body))
}

func checkpoint(signed []byte, key string) (int64, tlog.Hash) {
	opened := must(note.Open(signed, note.VerifierList(must(note.NewVerifier(key)))))
	lines := strings.Split(opened.Text, "\n")
	return must(strconv.ParseInt(lines[1], 10, 64)), must(tlog.ParseHash(lines[2]))
}

func name(bundle, width int64) string {
	path := fmt.Sprintf("%03d", bundle%1000)
	for bundle /= 1000; bundle > 0; bundle /= 1000 {
		path = fmt.Sprintf("x%03d/%s", bundle%1000, path)
	}
	if width < 256 {
		path += fmt.Sprintf(".p/%d", width)
	}
	return path
}

func main() {
	base, key := os.Args[1], os.Args[2]
	size, root := checkpoint(get(base+"/checkpoint"), key)
	var hashes stored
	var leaves []tlog.Hash
	for at := int64(0); at < size; at += 256 {
		width := size - at
		if width > 256 {
			width = 256
		}
		bundle := get(base + "/tile/entries/" + name(at/256, width))
		for len(bundle) > 0 {
			length := int(binary.BigEndian.Uint16(bundle))
			entry := bundle[2 : 2+length]
			bundle = bundle[2+length:]
			hashes = append(hashes, must(tlog.StoredHashes(int64(len(leaves)), entry, hashes))...)
			leaves = append(leaves, tlog.RecordHash(entry))
		}
	}
	if int64(len(leaves)) != size || must(tlog.TreeHash(size, hashes)) != root {
		log.Fatal("the entries do not hash to the signed root")
	}
	for at, leaf := range leaves {
		check(tlog.CheckRecord(must(tlog.ProveRecord(size, int64(at), hashes)), size, root, int64(at), leaf))
	}
	position := must(strconv.ParseInt(os.Args[3], 10, 64))
	head, signed, _ := bytes.Cut(get(fmt.Sprintf("%s/proof/%d.tlog-proof", base, position)), []byte("\n\n"))
	var proof tlog.RecordProof
	for _, line := range strings.Split(string(head), "\n")[2:] {
		proof = append(proof, must(tlog.ParseHash(line)))
	}
	later, newer := checkpoint(signed, key)
	check(tlog.CheckRecord(proof, later, newer, position-1, leaves[position-1]))
	old, earlier := checkpoint(must(os.ReadFile(os.Args[4])), key)
	check(tlog.CheckTree(must(tlog.ProveTree(size, old, hashes)), size, root, old, earlier))
	fmt.Printf("%d entries, %d before\n", size, old)
}
