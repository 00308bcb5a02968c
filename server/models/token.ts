// A single-use link or key; only its fingerprint is kept.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';
import type { TokenPurpose } from '../domain/token.ts';

export class Token extends Model<InferAttributes<Token>, InferCreationAttributes<Token>> {
  declare tokenHash: string;
  declare purpose: TokenPurpose;
  declare accountId: CreationOptional<string | null>;
  declare payload: string;
  declare expiresAt: Date;
  declare createdAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    Token.init({
      tokenHash: { type: DataTypes.TEXT, primaryKey: true },
      purpose: DataTypes.TEXT,
      accountId: DataTypes.TEXT,
      payload: DataTypes.TEXT,
      expiresAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
    }, { sequelize, tableName: 'tokens', updatedAt: false });
  }
}
