using System.Text;

namespace Switchyard.Compute.Sources;

/// <summary>The log of a run that goes on: its beginning and its end are kept, what was between them is counted.</summary>
internal sealed class RunLog : IRunLog
{
    private const int HeadLength = 64 * 1024;
    private const int TailLength = 192 * 1024;

    private readonly Lock _gate = new();
    private readonly StringBuilder _head = new();
    private readonly StringBuilder _tail = new();
    private long _leftOut;

    public void Write(string text)
    {
        lock (_gate)
        {
            var toHead = Math.Min(text.Length, HeadLength - _head.Length);
            _head.Append(text, 0, toHead);
            _tail.Append(text, toHead, text.Length - toHead);

            // Cut when it is twice as long, so that each character is moved once at most.
            if (_tail.Length > 2 * TailLength)
            {
                Cut();
            }
        }
    }

    public override string ToString()
    {
        lock (_gate)
        {
            if (_tail.Length > TailLength)
            {
                Cut();
            }

            return _leftOut == 0 ? $"{_head}{_tail}" : $"{_head}\n[{_leftOut} characters left out]\n{_tail}";
        }
    }

    private void Cut()
    {
        var surplus = _tail.Length - TailLength;
        _tail.Remove(0, surplus);
        _leftOut += surplus;
    }
}
