// Lists and calls every tool with npm's SDK, over the transport named by the arguments; prints the
// names of the tools that answered. `node mcp.mjs URL` or `node mcp.mjs COMMAND ARGUMENT…`; the calls
// are read as JSON from standard input.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const [target, ...rest] = process.argv.slice(2);
const calls = JSON.parse(readFileSync(0, "utf-8"));
const transport = target.startsWith("http")
  ? new StreamableHTTPClientTransport(new URL(target))
  : new StdioClientTransport({ command: target, args: rest });
const client = new Client({ name: "digigov-clients", version: "1.0.0" });
await client.connect(transport);
const { tools } = await client.listTools();
for (const { name } of tools) {
  const result = await client.callTool({ name, arguments: calls[name] });
  assert.ok(!result.isError, `${name}: ${JSON.stringify(result.content)}`);
  assert.ok(result.structuredContent.source.version !== undefined);
  console.log(name);
}
await client.close();
