using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Jobs.Wire;

namespace Switchyard.Jobs;

/// <summary>The original's routes of importable datasets.</summary>
internal static class DatasetEndpoints
{
    /// <summary>Characters; no file has a longer name.</summary>
    private const int LongestFileName = 250;

    public static void MapDatasets(this IEndpointRouteBuilder door)
    {
        door.MapGet("/importable-datasets", ListAsync)
            .WithSummary("What lies in the input directory and its archive and can be imported")
            .Produces<ImportableDataset[]>();
        door.MapDelete("/importable-datasets/{name}", DeleteAsync)
            .Needs(Access.Operate)
            .WithSummary("Delete a dataset's file from the input directory, unless a job for the dataset is active")
            .WithWords(("name", "The dataset's name."))
            .Produces<MessageJson>()
            .Produces<MessageJson>(StatusCodes.Status400BadRequest)
            .Produces<MessageJson>(StatusCodes.Status404NotFound)
            .Produces<MessageJson>(StatusCodes.Status409Conflict)
            .Produces<MessageJson>(StatusCodes.Status500InternalServerError);
    }

    private static async Task<IResult> ListAsync(IGrainFactory grains, CancellationToken cancellationToken) => JsonAnswer.Of(
        await grains.Reach<IDatasetsGrain>(0).ListAsync().WaitAsync(cancellationToken), JobsJson.Default.IReadOnlyListImportableDataset);

    private static async Task<IResult> DeleteAsync(string name, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!DatasetName.IsValid(name))
        {
            return new MessageAnswer(
                StatusCodes.Status400BadRequest,
                $"\"{name}\" contains invalid characters. Please use only uppercase A-Z, numbers 0-9 or \"_\"");
        }

        var outcome = name.Length <= LongestFileName
            ? await grains.GetTarget(name).DeleteDatasetAsync().WaitAsync(cancellationToken)
            : DatasetDeletion.NotFound;
        return outcome switch
        {
            DatasetDeletion.Deleted => new MessageAnswer(StatusCodes.Status200OK, $"OK, {name} deleted"),
            DatasetDeletion.TargetBusy => new MessageAnswer(
                StatusCodes.Status409Conflict, $"Job already in progress for {name}: its file is not deleted"),
            DatasetDeletion.Failed => new MessageAnswer(
                StatusCodes.Status500InternalServerError, $"{name} could not be deleted: the service's log says why"),
            _ => new MessageAnswer(StatusCodes.Status404NotFound, $"File {name} not found"),
        };
    }
}
