import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import { expect, onTestFinished, test } from "vitest";
import { ChildProcess, chartFolder, projectRoot, waitFor } from "../../harness/core/index.ts";
import { fetchOk } from "../../harness/stream/index.ts";
import { nginxModulesFolder, systemTool } from "../../harness/tools/index.ts";

test("nginx makes the same page of the same statistics; npm test -- -u takes a new one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hls-cloud-stat-"));
  await chmod(folder, 0o755);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, "served"));
  await copyFile(join(projectRoot, "test/fixtures/stat.xml"), join(folder, "served/stat.xml"));
  await copyFile(join(chartFolder, "files/ingest/stat.xsl"), join(folder, "stat.xsl"));
  const port = await getPort();
  const temporary = ["client_body", "proxy", "fastcgi", "scgi", "uwsgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const configuration = `
    daemon off;
    pid ${folder}/nginx.pid;
    error_log stderr;
    load_module ${nginxModulesFolder()}/ngx_http_xslt_filter_module.so;
    events {}
    http {
      ${temporary.join("\n")}
      access_log off;
      types { text/xml xml; }
      server {
        listen 127.0.0.1:${port};
        root ${folder}/served;
        location / { xslt_stylesheet ${folder}/stat.xsl; }
      }
    }`;
  await writeFile(join(folder, "nginx.conf"), configuration);
  const args = ["-e", "stderr", "-c", join(folder, "nginx.conf")];
  const log = join(folder, "nginx.log");
  await using nginx = ChildProcess.start(await systemTool("nginx"), args, {
    title: "nginx",
    log,
    stopSignal: "SIGQUIT",
  });
  const page = await waitFor("the page", { seconds: 10 }, async () => {
    await nginx.assertRunning();
    return (await fetchOk(`http://127.0.0.1:${port}/stat.xml`)).text();
  });
  await expect(page).toMatchFileSnapshot(join(projectRoot, "test/goldens/stat.html"));
});
