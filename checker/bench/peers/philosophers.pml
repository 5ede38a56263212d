/* Dining philosophers, the last left-handed, as graphs/philosophers.ts has them: spin -a -DN=10 philosophers.pml */
byte fork[N];
#define ONE   (_pid == N - 1 -> 0 : _pid)
#define OTHER (_pid == N - 1 -> _pid : _pid + 1)

active [N] proctype philosopher()
{
thinking:
  if :: true fi;
  if :: d_step { fork[ONE] == 0 -> fork[ONE] = 1 } fi;
  if :: d_step { fork[OTHER] == 0 -> fork[OTHER] = 1 } fi;
  fork[ONE] = 0;
  fork[OTHER] = 0;
  goto thinking
}
