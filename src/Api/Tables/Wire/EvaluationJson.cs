namespace Switchyard.Tables.Wire;

/// <summary>The comparison with the solution as the original's <c>getEvaluation</c> tells it; an empty object without one.</summary>
internal static class EvaluationJson
{
    public static WireJson Write(IReadOnlyList<TaskEvaluation>? evaluations) => new(json =>
    {
        json.WriteStartObject();
        foreach (var (task, evaluation) in (evaluations ?? []).ByTask(evaluation => evaluation.Task))
        {
            json.WriteStartObject(task);
            json.WriteNumber("correctMappings", evaluation.CorrectMappings);
            json.WriteNumber("incorrectMappings", evaluation.IncorrectMappings);
            json.WriteNumber("missingMappings", evaluation.MissingMappings);
            json.WriteNumber("missingSolutions", evaluation.MissingSolutions);
            json.WriteNumber("missingSubmissions", evaluation.MissingSubmissions);
            json.WriteNumber("superfluousMappings", evaluation.SuperfluousMappings);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });
}
