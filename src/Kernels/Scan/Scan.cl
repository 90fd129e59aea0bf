// y[…, i, …] = x[…, 0, …] op … op x[…, i, …]: an item for each line goes along it. E is the type of the elements; T, the type of the op, is float64
// for floating-point numbers, so that each result is rounded once.

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void scan(const walk w, const constants c, const int length, const int xStep, const int yStep, global const E *x, const int xFrom, global E *y, const int yFrom)
{
    EACH(line, w.count)
    {
        const int xAt = xFrom + place(w, 0, line), yAt = yFrom + place(w, 1, line);
        T total = identity(c);
        for (int i = 0; i < length; i++)
        {
            const T next = x[xAt + i * xStep];
            total = i == 0 ? next : combine(total, next, c);
            y[yAt + i * yStep] = total;
        }
    }
}
