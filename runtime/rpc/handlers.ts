import type { ImageService, RuntimeService } from '../../proto/gen/cri.ts';
import type { Slipway } from '../../proto/gen/slipway.ts';
import type { Handlers } from './call.ts';
import { attach } from './attach.ts';
import { cleanUpImages } from './slipway/clean-up-images.ts';
import { containerLogs } from './slipway/container-logs.ts';
import { checkpointContainer } from './checkpoint-container.ts';
import { checkpointPod } from './checkpoint-pod.ts';
import { containerStats } from './container-stats.ts';
import { containerStatus } from './container-status.ts';
import { createContainer } from './create-container.ts';
import { exec } from './exec.ts';
import { execSync } from './exec-sync.ts';
import { exportImage } from './slipway/export-image.ts';
import { getContainerEvents } from './get-container-events.ts';
import { imageDiskUsage } from './slipway/image-disk-usage.ts';
import { imageFsInfo } from './image-fs-info.ts';
import { imageHistory } from './slipway/image-history.ts';
import { imageStatus } from './image-status.ts';
import { importImage } from './slipway/import-image.ts';
import { listContainerStats } from './list-container-stats.ts';
import { listContainers } from './list-containers.ts';
import { listImages } from './list-images.ts';
import { listLayerFiles } from './slipway/list-layer-files.ts';
import { listMetricDescriptors } from './list-metric-descriptors.ts';
import { listPodSandboxMetrics } from './list-pod-sandbox-metrics.ts';
import { listPodSandbox } from './list-pod-sandbox.ts';
import { listPodSandboxStats } from './list-pod-sandbox-stats.ts';
import { planCleanUp } from './slipway/plan-clean-up.ts';
import { podLogs } from './slipway/pod-logs.ts';
import { podSandboxStats } from './pod-sandbox-stats.ts';
import { podSandboxStatus } from './pod-sandbox-status.ts';
import { portForward } from './port-forward.ts';
import { pullImage } from './pull-image.ts';
import { pushImage } from './slipway/push-image.ts';
import { removeContainer } from './remove-container.ts';
import { removeImage } from './remove-image.ts';
import { removePodSandbox } from './remove-pod-sandbox.ts';
import { reopenContainerLog } from './reopen-container-log.ts';
import { restorePod } from './restore-pod.ts';
import { runPodSandbox } from './run-pod-sandbox.ts';
import { runtimeConfig } from './runtime-config.ts';
import { slipwayPullImage } from './slipway/pull-image.ts';
import { startContainer } from './start-container.ts';
import { status } from './status.ts';
import { stopContainer } from './stop-container.ts';
import { stopPodSandbox } from './stop-pod-sandbox.ts';
import { streamContainerStats } from './stream-container-stats.ts';
import { streamContainers } from './stream-containers.ts';
import { streamImages } from './stream-images.ts';
import { streamPodSandboxMetrics } from './stream-pod-sandbox-metrics.ts';
import { streamPodSandboxStats } from './stream-pod-sandbox-stats.ts';
import { streamPodSandboxes } from './stream-pod-sandboxes.ts';
import { tagImage } from './slipway/tag-image.ts';
import { untagImage } from './slipway/untag-image.ts';
import { verifyImages } from './slipway/verify-images.ts';
import { updateContainerResources } from './update-container-resources.ts';
import { updatePodSandboxResources } from './update-pod-sandbox-resources.ts';
import { updateRuntimeConfig } from './update-runtime-config.ts';
import { version } from './version.ts';
import { containerChanges } from './slipway/container-changes.ts';
import { makeDirectory, removeFile, renameFile } from './slipway/change-files.ts';
import { listDirectory, readFile, statFile } from './slipway/read-files.ts';
import { writeFile } from './slipway/write-file.ts';
import { containerDiskUsage } from './slipway/container-disk-usage.ts';
import { listPausedContainers } from './slipway/list-paused-containers.ts';
import { listProcesses } from './slipway/list-processes.ts';
import { pauseContainer } from './slipway/pause-container.ts';
import { restartContainer } from './slipway/restart-container.ts';
import { restoreCheckpoint } from './slipway/restore-checkpoint.ts';
import { resumeContainer } from './slipway/resume-container.ts';
import { systemInfo } from './slipway/system-info.ts';

/** What answers each call of `runtime.v1.RuntimeService`. */
export const RUNTIME_HANDLERS: Handlers<typeof RuntimeService> = {
  Version: version,
  Status: status,
  RuntimeConfig: runtimeConfig,
  UpdateRuntimeConfig: updateRuntimeConfig,
  RunPodSandbox: runPodSandbox,
  StopPodSandbox: stopPodSandbox,
  RemovePodSandbox: removePodSandbox,
  PodSandboxStatus: podSandboxStatus,
  ListPodSandbox: listPodSandbox,
  StreamPodSandboxes: streamPodSandboxes,
  CreateContainer: createContainer,
  StartContainer: startContainer,
  StopContainer: stopContainer,
  RemoveContainer: removeContainer,
  ListContainers: listContainers,
  StreamContainers: streamContainers,
  ContainerStatus: containerStatus,
  ExecSync: execSync,
  ReopenContainerLog: reopenContainerLog,
  Exec: exec,
  Attach: attach,
  PortForward: portForward,
  GetContainerEvents: getContainerEvents,
  UpdateContainerResources: updateContainerResources,
  UpdatePodSandboxResources: updatePodSandboxResources,
  ContainerStats: containerStats,
  ListContainerStats: listContainerStats,
  StreamContainerStats: streamContainerStats,
  PodSandboxStats: podSandboxStats,
  ListPodSandboxStats: listPodSandboxStats,
  StreamPodSandboxStats: streamPodSandboxStats,
  ListMetricDescriptors: listMetricDescriptors,
  ListPodSandboxMetrics: listPodSandboxMetrics,
  StreamPodSandboxMetrics: streamPodSandboxMetrics,
  CheckpointContainer: checkpointContainer,
  CheckpointPod: checkpointPod,
  RestorePod: restorePod,
};

/** What answers each call of `runtime.v1.ImageService`. */
export const IMAGE_HANDLERS: Handlers<typeof ImageService> = {
  ListImages: listImages,
  StreamImages: streamImages,
  ImageStatus: imageStatus,
  PullImage: pullImage,
  RemoveImage: removeImage,
  ImageFsInfo: imageFsInfo,
};

/** What answers each call of `slipway.v1.Slipway`. */
export const SLIPWAY_HANDLERS: Handlers<typeof Slipway> = {
  PullImage: slipwayPullImage,
  ImportImage: importImage,
  TagImage: tagImage,
  UntagImage: untagImage,
  PushImage: pushImage,
  ExportImage: exportImage,
  ImageHistory: imageHistory,
  ListLayerFiles: listLayerFiles,
  ImageDiskUsage: imageDiskUsage,
  PlanCleanUp: planCleanUp,
  CleanUpImages: cleanUpImages,
  VerifyImages: verifyImages,
  ContainerLogs: containerLogs,
  PodLogs: podLogs,
  ContainerChanges: containerChanges,
  ContainerDiskUsage: containerDiskUsage,
  StatFile: statFile,
  ListDirectory: listDirectory,
  ReadFile: readFile,
  WriteFile: writeFile,
  MakeDirectory: makeDirectory,
  RemoveFile: removeFile,
  RenameFile: renameFile,
  ListPausedContainers: listPausedContainers,
  ListProcesses: listProcesses,
  PauseContainer: pauseContainer,
  RestartContainer: restartContainer,
  RestoreCheckpoint: restoreCheckpoint,
  ResumeContainer: resumeContainer,
  SystemInfo: systemInfo,
};
