package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// Time for one answer, from the request to its last byte.
const patience = 10 * time.Second

// A connection that stays open, and opened again when it broke: a browser has one to a host, or a few.
type connection struct {
	address *url.URL
	// A viewer's own address on loopback: ports do not run out, and the server sees so many viewers.
	from   net.IP
	socket net.Conn
	reader *bufio.Reader
	opened int
}

// Buffers for bodies; they are shared, since few are read at the same moment.
var buffers = sync.Pool{New: func() any { return bytes.NewBuffer(make([]byte, 0, 128<<10)) }}

// Unpackers of playlists: one allocates 40 KB.
var unpackers = sync.Pool{New: func() any { return new(gzip.Reader) }}

// text asks for a path, and returns a small answer's body.
func (c *connection) text(ctx context.Context, path string) ([]byte, error) {
	var text []byte
	err := c.get(ctx, path, func(answer *http.Response) error {
		body := io.Reader(answer.Body)
		if answer.Header.Get("Content-Encoding") == "gzip" {
			unpacker := unpackers.Get().(*gzip.Reader)
			defer unpackers.Put(unpacker)
			if err := unpacker.Reset(answer.Body); err != nil {
				return err
			}
			body = unpacker
		}
		var err error
		if text, err = io.ReadAll(body); err != nil {
			return err
		}
		// What is behind the packed text belongs to this answer.
		_, err = io.Copy(io.Discard, answer.Body)
		return err
	})
	return text, err
}

// skip asks for a path, and returns the length of the body, which it throws away.
func (c *connection) skip(ctx context.Context, path string) (int64, error) {
	var length int64
	err := c.get(ctx, path, func(answer *http.Response) error {
		buffer := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(buffer)
		var err error
		// Without this wrapper io.Discard would read with a small buffer of its own.
		length, err = io.CopyBuffer(struct{ io.Writer }{io.Discard}, answer.Body, buffer.AvailableBuffer()[:buffer.Cap()])
		if err == nil && answer.ContentLength >= 0 && length != answer.ContentLength {
			err = io.ErrUnexpectedEOF
		}
		return err
	})
	return length, err
}

// get asks for a path, and has the answer read. An error closes the connection.
func (c *connection) get(ctx context.Context, path string, read func(*http.Response) error) error {
	if err := c.exchange(ctx, path, read); err != nil {
		c.close()
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func (c *connection) exchange(ctx context.Context, path string, read func(*http.Response) error) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	if err := c.socket.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	head := "GET " + path + " HTTP/1.1\r\nHost: " + c.address.Host +
		"\r\nUser-Agent: viewers\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n\r\n"
	if _, err := io.WriteString(c.socket, head); err != nil {
		return err
	}
	answer, err := http.ReadResponse(c.reader, nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", answer.StatusCode)
	}
	if err := read(answer); err != nil {
		return err
	}
	if answer.Close {
		c.close()
	}
	return nil
}

func (c *connection) open(ctx context.Context) error {
	if c.socket != nil {
		return nil
	}
	dialer := net.Dialer{Timeout: patience, LocalAddr: &net.TCPAddr{IP: c.from}}
	socket, err := dialer.DialContext(ctx, "tcp", c.address.Host)
	if err != nil {
		return err
	}
	c.socket = socket
	c.opened++
	if c.reader == nil {
		c.reader = bufio.NewReaderSize(socket, 2048)
	} else {
		c.reader.Reset(socket)
	}
	return nil
}

func (c *connection) close() {
	if c.socket != nil {
		c.socket.Close()
		c.socket = nil
	}
}
