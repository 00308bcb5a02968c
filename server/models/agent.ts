// A member of staff who logs in to the window.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';
import type { Role } from '../contract/rights.ts';

export class Agent extends Model<InferAttributes<Agent>, InferCreationAttributes<Agent>> {
  declare id: string;
  declare name: string;
  declare email: string;
  declare emailKey: string;
  declare passwordHash: string;
  declare role: Role;
  /** An agent is never removed: the journal speaks of them. */
  declare disabledAt: CreationOptional<Date | null>;
  /** Set while the password is one that somebody else has seen: it opens nothing but their own account, until then. */
  declare initialPasswordUntil: CreationOptional<Date | null>;
  /** Encrypted; in force once `totpEnabledAt` is set. */
  declare totpSecret: CreationOptional<string | null>;
  declare totpEnabledAt: CreationOptional<Date | null>;
  /** Step of the last code accepted: no code serves twice. */
  declare totpLastStep: CreationOptional<number | null>;
  declare lastLoginAt: CreationOptional<Date | null>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    Agent.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      name: DataTypes.TEXT,
      email: DataTypes.TEXT,
      emailKey: DataTypes.TEXT,
      passwordHash: DataTypes.TEXT,
      role: DataTypes.TEXT,
      disabledAt: DataTypes.DATE,
      initialPasswordUntil: DataTypes.DATE,
      totpSecret: DataTypes.TEXT,
      totpEnabledAt: DataTypes.DATE,
      totpLastStep: DataTypes.INTEGER,
      lastLoginAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    }, { sequelize, tableName: 'agents' });
  }
}
