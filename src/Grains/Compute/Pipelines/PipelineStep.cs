namespace Switchyard.Compute.Pipelines;

/// <summary>One step of an item that takes several runs, each of another service, under one id.</summary>
/// <param name="Queue">Where the item waits for the step. A push queue.</param>
/// <param name="Service">What runs it.</param>
/// <param name="Pool">Which slots it takes.</param>
/// <param name="Timeout">After which its run is ended; null: never.</param>
/// <param name="Priority">Lower goes first.</param>
public sealed record PipelineStep(string Queue, string Service, SlotPool Pool = SlotPool.Compute, TimeSpan? Timeout = null, int Priority = 0);
