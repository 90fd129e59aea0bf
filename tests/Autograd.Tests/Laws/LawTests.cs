
namespace DeepPuzzles.Autograd.Tests.Laws;

/// <summary>Every law of every subject, at every point.</summary>
public sealed class LawTests
{
    public static TheoryData<string, string> Matrix
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (Law law in Law.All)
            {
                foreach (string subject in Subjects.All) all.Add(law.Name, subject);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Holds(string law, string subject)
    {
        Law its = Law.All.Single(each => each.Name == law);
        string[] failures = [.. Subjects.CasesOf(subject).Where(its.Covers).Select(its.Check).OfType<string>()];
        if (failures.Length > 0) Assert.Fail(string.Join('\n', failures));
    }
}
