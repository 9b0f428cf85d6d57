$ rubric lsp inbound.rubric < /dev/null
rubric: what is `inbound.rubric` for? `rubric lsp` reads what an editor sends
? 2
$ rubric lsp < /dev/null
$ printf 'Content-Length: 2\r\n\r\n{}' | rubric lsp | tr -d '\r'; echo
Content-Length: 86

{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"a message has a method"}}
$ printf 'Content-Length: 33\r\n\r\n{"id":1,"method":"initialize"}   Content-Length: 17\r\n\r\n{"method":"exit"}' | rubric lsp | grep -c positionEncoding
1
