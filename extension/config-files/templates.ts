/** What a new configuration file begins with. */
export const POD_TEMPLATE = `metadata:
  name: web
  namespace: default
  uid: web-1
log_directory: /var/log/slipway/pods/default_web_web-1
port_mappings:
  - protocol: TCP
    container_port: 80
    host_port: 8080
linux:
  security_context:
    namespace_options:
      network: POD
      pid: CONTAINER
      ipc: POD
---
metadata:
  name: web
image:
  image: docker.io/library/nginx:latest
log_path: web/0.log
linux:
  resources:
    memory_limit_in_bytes: 268435456
  security_context:
    namespace_options:
      network: POD
      pid: CONTAINER
      ipc: POD
`;

export const CONTAINER_TEMPLATE = `metadata:
  name: tool
image:
  image: docker.io/library/busybox:latest
command: [sh, -c, "sleep 3600"]
envs:
  - key: GREETING
    value: hello
log_path: tool/0.log
linux:
  security_context:
    namespace_options:
      network: POD
      pid: CONTAINER
      ipc: POD
`;
