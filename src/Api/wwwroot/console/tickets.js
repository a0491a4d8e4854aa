// Sends an upload from the browser to the door itself: nothing of it goes through the circuit, and files are read from the
// disk while they are sent.
const block = 512;
const longestName = 100;
const utf8 = new TextEncoder();
let request = null;

// The head of a member of a tar (ustar), for a regular file.
const head = (name, size) => {
  const bytes = new Uint8Array(block);
  const put = (at, text) => bytes.set(utf8.encode(text), at);
  const octal = (value, digits) => value.toString(8).padStart(digits, "0") + "\0";
  put(0, name);
  put(100, octal(0o644, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(size, 11));
  put(136, octal(0, 11));
  put(148, "        ");
  put(156, "0");
  put(257, "ustar\0" + "00");
  put(148, octal(bytes.reduce((sum, byte) => sum + byte, 0), 6) + " ");
  return bytes;
};

const padding = size => new Uint8Array((block - size % block) % block);

// What follows the first point of a file's name, so that "scan.nii.gz" stays one.
const extension = name => {
  const point = name.indexOf(".");
  return point < 0 ? "bin" : name.slice(point + 1).replace(/[^A-Za-z0-9._-]/g, "_") || "bin";
};

const archive = (main, inputs) => {
  const parts = [];
  const add = (name, content, size) => {
    if (name.length > longestName) {
      throw new Error(`The name ${name} is too long.`);
    }
    parts.push(head(name, size), content, padding(size));
  };
  const text = utf8.encode(main);
  add("main.json", text, text.length);
  for (const id of inputs) {
    const files = [...document.getElementById(`input-${id}`).files];
    files.forEach((file, place) => {
      const order = files.length > 1 ? String(place).padStart(6, "0") + "." : "";
      add(`file-${id}.${order}${extension(file.name)}`, file, file.size);
    });
  }
  parts.push(new Uint8Array(2 * block));
  return new Blob(parts);
};

// Ids of inputs for which no file is chosen.
export const missing = inputs => inputs.filter(id => document.getElementById(`input-${id}`).files.length === 0);

// Answers the status and the body of the door's answer; status 0: the connection broke, or it was stopped.
export const send = (service, main, inputs, shown) => new Promise((answer, refuse) => {
  const form = new FormData();
  form.append("service", service);
  form.append("payload", archive(main, inputs), "payload.tar");
  request = new XMLHttpRequest();
  request.open("POST", new URL("api/v1/tickets", document.baseURI));
  request.upload.onprogress = event => {
    const bar = document.getElementById(shown);
    if (bar && event.lengthComputable) {
      bar.max = event.total;
      bar.value = event.loaded;
    }
  };
  const done = () => answer({ status: request.status, body: request.responseText });
  request.onload = done;
  request.onerror = done;
  request.onabort = done;
  try {
    request.send(form);
  } catch (error) {
    refuse(error);
  }
});

export const stop = () => request?.abort();
